import ArgumentParser
import Foundation
import RoseyRuntime

/// What loses values or rows needs the word of a person, or of whoever wrote the command down.
struct DataLossConsent: ParsableArguments {
    @Flag(help: "Agree that values or rows are lost.")
    var acceptDataLoss = false

    /// - Parameters:
    ///   - losses: what would be lost of what the database has.
    ///   - mayAsk: whether a question can be printed: not where the output is for a program.
    /// - Throws: where somebody does not agree, or nobody can be asked.
    func ask(about losses: [DataLoss], of url: DatabaseURL, mayAsk: Bool) throws {
        if losses.isEmpty || acceptDataLoss { return }
        let list = losses.map { "  revision \($0.revision) \($0)" }.joined(separator: "\n")
        try ask("\(url) loses what it has:\n\(list)", mayAsk: mayAsk)
    }

    /// - Parameter what: what would be lost, in a sentence.
    func ask(_ what: String, mayAsk: Bool = true) throws {
        if acceptDataLoss { return }
        guard mayAsk, Terminal.isInteractive else {
            // What was said before is to be above.
            fflush(nil)
            throw Refusal("\(what)\nNothing was changed. --accept-data-loss says that this is wanted.")
        }
        guard Terminal.agree("\(what)\nGo on?") else { throw ExitCode.failure }
    }
}
