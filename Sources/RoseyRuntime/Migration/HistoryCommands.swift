#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The commands of an attempt as the record holds them: a JSON array.
enum HistoryCommands {
    static func encode(_ commands: [HistoryEntry.Command]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(commands)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    static func decode(_ text: String) -> [HistoryEntry.Command] {
        (try? JSONDecoder().decode([HistoryEntry.Command].self, from: Data(text.utf8))) ?? []
    }
}
