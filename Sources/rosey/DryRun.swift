import Foundation
import RoseyRuntime

/// A copy of a database in a file, on which anything can be tried.
///
/// It is copied byte for byte with what lies beside it, a log or the journal of a transaction that was cut off: not even the
/// lock of a reader touches the original.
struct DryRun {
    let copy: DatabaseURL
    private let folder: URL

    init(of url: DatabaseURL) throws {
        guard case .sqliteFile(let path) = url.location else {
            throw Refusal("--dry-run tries it on a copy of a file of SQLite; --sql shows what would be run on \(url)")
        }
        folder = FileManager.default.temporaryDirectory.appending(path: "rosey-dry-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let target = folder.appending(path: "database.db").path
        copy = DatabaseURL(sqlitePath: target)
        do {
            // Of a symbolic link the link would be copied, and the original written to.
            try Self.copy(URL(fileURLWithPath: path).resolvingSymlinksInPath().path, to: target)
        } catch {
            remove()
            throw error
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private static func copy(_ path: String, to target: String) throws {
        let suffixes = ["", "-wal", "-journal"]
        for _ in 0..<20 {
            let before = suffixes.map { state(of: path + $0) }
            for suffix in suffixes {
                try? FileManager.default.removeItem(atPath: target + suffix)
                guard FileManager.default.fileExists(atPath: path + suffix) else { continue }
                do {
                    try FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix)
                } catch  where FileManager.default.fileExists(atPath: path + suffix) {
                    throw Refusal("\(path)\(suffix) cannot be copied: \(error.localizedDescription)")
                } catch {
                    // It went away meanwhile, which the comparison notices.
                }
            }
            if suffixes.map({ state(of: path + $0) }) == before {
                for suffix in suffixes {
                    // The original may be one that cannot be written.
                    try? FileManager.default.setAttributes(
                        [.posixPermissions: 0o600], ofItemAtPath: target + suffix)
                }
                return
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw Refusal("\(path) cannot be copied while others write to it; stop them first")
    }

    private struct State: Equatable {
        let size: UInt64?
        let changedAt: Date?
    }

    /// What changes when somebody writes to a file; `nil` where there is none.
    private static func state(of path: String) -> State? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        return State(size: attributes[.size] as? UInt64, changedAt: attributes[.modificationDate] as? Date)
    }
}
