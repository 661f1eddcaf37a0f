/// Why a command does not do what it was asked to. It was asked rightly, so nothing about its usage is said.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
