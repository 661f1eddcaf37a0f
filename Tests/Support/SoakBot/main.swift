import Foundation
import SoakTraffic

// `soak-bot URL SEED FIRST COUNT` runs some bots in this process, as long as the environment says, and prints their ledgers
// as JSON.

let arguments = CommandLine.arguments
guard arguments.count == 5, let seed = UInt64(arguments[2]), let first = Int(arguments[3]),
    let count = Int(arguments[4])
else {
    FileHandle.standardError.write(Data("usage: soak-bot URL SEED FIRST COUNT\n".utf8))
    exit(64)
}
let ledgers = try await SoakBot.run(first..<first + count, url: arguments[1], seed: seed, SoakLength())
FileHandle.standardOutput.write(try JSONEncoder().encode(ledgers))
