import Configuration
import Spelling

/// The environment variables that say what `config.json` says otherwise.
enum EnvironmentSource {
    /// The variables of Rosey, and after them the one that hosting services set. An empty one counts as not set.
    static func providers(_ environment: [String: String]) -> [any ConfigProvider] {
        let set = environment.filter { !$0.value.isEmpty }
        // Addresses have commas, and no blanks.
        let own = EnvironmentVariablesProvider(
            environmentVariables: set.filter { known.contains($0.key) }, arraySeparator: " ")
        let general = EnvironmentVariablesProvider(environmentVariables: set.filter { $0.key == "DATABASE_URL" })
        return [
            own.mapKeys { key in
                AbsoluteConfigKey(["rosey"] + key.components.drop { $0 == Setting.section }, context: key.context)
            },
            general,
        ]
    }

    static let known = Set(Setting.allCases.map(\.variable) + ["ROSEY_DATABASE_URL"])

    /// A sentence for each variable that must be a misspelt one: the bot may have others that begin with `ROSEY_`.
    static func unknownVariables(_ environment: [String: String]) -> [String] {
        let groups = Set(Setting.allCases.map { $0.path.count > 1 ? "ROSEY_\($0.path[0].uppercased())_" : $0.variable })
            .union(["ROSEY_DATABASE"])
        return environment.keys.sorted()
            .filter { name in groups.contains { name.hasPrefix($0) } && !known.contains(name) }
            .map { "the environment variable \($0) is unknown" + Suggestion.text(for: $0, among: known.sorted()) }
    }
}
