import Configuration
import RoseyRuntime

/// Asks sources for values, the first one first, and notes what is wrong with them.
struct SettingsReader {
    struct Source {
        let provider: any ConfigProvider
        /// How a key is called there.
        let name: @Sendable (AbsoluteConfigKey) -> String
    }

    let sources: [Source]
    private(set) var mistakes: [String] = []

    init(_ sources: [Source]) { self.sources = sources }

    mutating func note(_ mistake: String) { mistakes.append(mistake) }

    mutating func wholeNumber(_ setting: Setting) -> Int? {
        value(setting, .int) { content in
            guard case .int(let number) = content, case .wholeNumber(let range) = setting.values else { return nil }
            return range.contains(number) ? number : nil
        }
    }

    mutating func duration(_ setting: Setting) -> Duration? {
        seconds(setting).map { .seconds($0) }
    }

    /// A time of which 0 means that there is none.
    mutating func limit(_ setting: Setting, default standard: Duration?) -> Duration? {
        guard let seconds = seconds(setting) else { return standard }
        return seconds == 0 ? nil : .seconds(seconds)
    }

    private mutating func seconds(_ setting: Setting) -> Double? {
        value(setting, .double) { content in
            guard case .double(let seconds) = content else { return nil }
            let least = if case .seconds(let least) = setting.values { least } else { seconds == 0 ? 0 : 0.001 }
            return seconds >= least && seconds <= SettingValues.mostSeconds ? seconds : nil
        }
    }

    mutating func word<Word: RawRepresentable<String>>(_ setting: Setting, as type: Word.Type = Word.self) -> Word? {
        value(setting, .string) { content in
            if case .string(let text) = content { Word(rawValue: text) } else { nil }
        }
    }

    mutating func boolean(_ setting: Setting) -> Bool? {
        value(setting, .bool) { content in
            if case .bool(let value) = content { value } else { nil }
        }
    }

    mutating func text(_ setting: Setting) -> String? {
        value(setting, .string) { content in
            if case .string(let text) = content, !text.isEmpty, !text.utf8.contains(0) { text } else { nil }
        }
    }

    mutating func addresses(_ setting: Setting) -> [DatabaseURL]? {
        value(setting, .stringArray) { content in
            guard case .stringArray(let texts) = content else { return nil }
            let urls = texts.compactMap { try? DatabaseURL($0) }.filter(\.isServer)
            return urls.count == texts.count ? urls : nil
        }
    }

    /// The address of the database, or `nil` where no source has one.
    mutating func address() -> DatabaseURL? {
        if let (text, name) = text("database_url") {
            do { return try DatabaseURL(text) } catch { mistakes.append("\(name): \(error.message)") }
        }
        // What v0.5.0 had: the path of its file.
        guard let (path, name) = text("database") else { return nil }
        // A password would be shown with the path.
        if path.contains("://") {
            mistakes.append("\(name) must be the path of a SQLite file; an address is for database_url")
            return nil
        }
        return DatabaseURL(sqlitePath: path)
    }

    private mutating func text(_ key: AbsoluteConfigKey) -> (text: String, name: String)? {
        first(key, .string, expected: SettingValues.text.description) { content in
            if case .string(let text) = content, !text.isEmpty, !text.utf8.contains(0) { text } else { nil }
        }
    }

    private mutating func value<Value>(
        _ setting: Setting, _ type: ConfigType, _ convert: (ConfigContent) -> Value?
    ) -> Value? {
        first(
            AbsoluteConfigKey([Setting.section] + setting.path), type, expected: setting.values.description, convert)?.0
    }

    /// The value of the first source that has one, and the key's name there.
    private mutating func first<Value>(
        _ key: AbsoluteConfigKey, _ type: ConfigType, expected: String, _ convert: (ConfigContent) -> Value?
    ) -> (Value, String)? {
        for source in sources {
            let content: ConfigContent?
            // An error may repeat the value, which may be a secret.
            do { content = try source.provider.value(forKey: key, type: type).value?.content } catch {
                mistakes.append("\(source.name(key)) must be \(expected)")
                return nil
            }
            guard let content else { continue }
            if let value = convert(content) { return (value, source.name(key)) }
            mistakes.append("\(source.name(key)) must be \(expected)")
            return nil
        }
        return nil
    }
}
