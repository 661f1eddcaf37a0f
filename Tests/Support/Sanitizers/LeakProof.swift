// A program that leaks nothing ("kept"), and one that leaks what C has allocated ("lost").
import Foundation

/// A pointer to it has bits for the case.
indirect enum Shape: Sendable {
    case number(Int)
    case text(Int)
    case list(Shape)
}

enum Kept {
    static let shapes = (0..<9).map { $0.isMultiple(of: 2) ? Shape.text($0) : .list(.number($0)) }
}

// In a call of its own, so that no register remembers it.
@inline(never) func lose() { for _ in 0..<9 { _ = strdup("lost") } }

if CommandLine.arguments.dropFirst().first == "lost" { lose() }
print(Kept.shapes)
