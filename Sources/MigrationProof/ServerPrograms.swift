import Foundation

/// The programs of an installation of PostgreSQL.
public struct ServerPrograms: Sendable, Hashable {
    /// The folder that has `initdb` and `postgres`.
    let folder: String
    /// Such as 15; `nil` where the folder does not tell.
    public let majorVersion: Int?

    /// The installations that are found: in `PATH`, and where packages put them, which is not in it; the newest of these first.
    public static func installed(path: String? = ProcessInfo.processInfo.environment["PATH"]) -> [ServerPrograms] {
        var folders = path?.split(separator: ":").map(String.init) ?? []
        for place in [
            "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin", "/usr/local/pgsql/bin",
            "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
        ] {
            folders += matches(of: place).sorted { number(in: $0) ?? 0 > number(in: $1) ?? 0 }
        }
        var seen: Set<String> = []
        return folders.filter { folder in
            ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
                && seen.insert(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path).inserted
        }.map { ServerPrograms(folder: $0, majorVersion: number(in: $0)) }
    }

    private static func matches(of pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    private static func number(in folder: String) -> Int? {
        folder.split { !$0.isNumber }.last.flatMap { Int($0) }
    }
}
