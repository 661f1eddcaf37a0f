import Configuration
import Foundation
import RoseyRuntime
import Spelling

/// The bot's `config.json`, as far as it concerns the database. The keys of others may hold whatever JSON can say.
struct ConfigurationFile: FileConfigSnapshot {
    struct ParsingOptions: FileParsingOptions {
        /// How the file is called in errors.
        var path: String

        static let `default` = ParsingOptions(path: "config.json")
    }

    let providerName: String
    private let path: String
    private let members: [String: JSON]

    init(data: RawSpan, providerName: String, parsingOptions: ParsingOptions) throws {
        self.providerName = providerName
        path = parsingOptions.path
        let json: JSON
        do {
            json = try JSONDecoder().decode(JSON.self, from: Data(data.withUnsafeBytes { Array($0) }))
        } catch {
            throw ConfigurationError(mistakes: ["\(path) is not valid JSON"])
        }
        guard case .object(let members) = json else {
            throw ConfigurationError(mistakes: ["\(path) must contain a JSON object"])
        }
        self.members = members
    }

    func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        var json = JSON.object(members)
        for component in key.components { json = json[component] ?? .null }
        let content: ConfigContent? =
            switch (json, type) {
            case (.null, _): nil
            case (.string(let value), .string): .string(value)
            case (.integer(let value), .int): .int(value)
            case (.integer(let value), .double): .double(Double(value))
            case (.number(let value), .double): .double(value)
            case (.boolean(let value), .bool): .bool(value)
            case (.array(let items), .stringArray): .stringArray(try items.map { try Self.text($0) })
            default: throw WrongType()
            }
        return LookupResult(encodedKey: key.description, value: content.map { ConfigValue($0, isSecret: true) })
    }

    private struct WrongType: Error {}

    private static func text(_ json: JSON) throws -> String {
        guard case .string(let text) = json else { throw WrongType() }
        return text
    }

    /// A sentence for each key that is not known. Of the bot's own keys none begins with `database`.
    var unknownKeys: [String] {
        var mistakes = members.keys.sorted().filter { $0.lowercased().hasPrefix("database") }
            .compactMap { unknown($0, in: [], among: Self.topLevel) }
        guard let settings = object(members[Setting.section], Setting.section, &mistakes) else { return mistakes }
        let paths = Setting.allCases.map(\.path)
        let names = Set(paths.map { $0[0] })
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            if let mistake = unknown(name, in: [Setting.section], among: names) {
                mistakes.append(mistake)
            } else if case let inner = Set(paths.filter { $0[0] == name && $0.count > 1 }.map { $0[1] }), !inner.isEmpty
            {
                let keys = object(value, "\(Setting.section).\(name)", &mistakes)?.keys.sorted() ?? []
                mistakes += keys.compactMap { unknown($0, in: [Setting.section, name], among: inner) }
            }
        }
        return mistakes
    }

    static let topLevel: Set = ["database_url", "database", Setting.section]

    private func unknown(_ name: String, in parents: [String], among known: Set<String>) -> String? {
        guard !known.contains(name) else { return nil }
        let key = (parents + [name]).joined(separator: ".")
        return "the key \(key) in \(path) is unknown" + Suggestion.text(for: name, among: known.sorted())
    }

    private func object(_ json: JSON?, _ key: String, _ mistakes: inout [String]) -> [String: JSON]? {
        switch json {
        case .object(let members): return members
        case .null, nil: return nil
        default:
            mistakes.append("\(key) in \(path) must be an object")
            return nil
        }
    }
}

extension ConfigurationFile: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { path }
    var debugDescription: String { path }
    /// Without the values: a bot's file has passwords in it.
    var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}
