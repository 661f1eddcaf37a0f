import Foundation
import SchemaKit

/// Writes a new revision into a package's folder of migrations.
struct RevisionWriter {
    let directory: String

    /// - Parameter snapshot: the schema as it is at this revision, in one file whatever it includes.
    /// - Returns: the path of the revision's folder.
    func write(_ revision: RevisionFolder, at date: Date, snapshot: String) throws -> String {
        let folder = "\(directory)/\(Self.timestamp(date))_\(revision.id)_\(Self.slug(revision.message))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(Data(revision.metadata.utf8), folder + "/" + RevisionFolder.metadataName)
        for dialect in Dialect.allCases {
            for direction in RevisionFolder.Direction.allCases {
                let text = revision.scripts[dialect][direction]
                try write(Data(text.utf8), folder + "/" + RevisionFolder.fileName(dialect, direction))
            }
        }
        try write(Data(snapshot.utf8), folder + "/" + RevisionFolder.snapshotName)
        // Last, since it says that the revision is there. Two branches that both add one conflict here.
        try write(Data((revision.id + "\n").utf8), directory + "/" + RevisionFolder.headName)
        // The build plan lists the files of every revision; it is made anew when the manifest has changed.
        let manifest = directory + "/../../Package.swift"
        if FileManager.default.fileExists(atPath: manifest) {
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: manifest)
        }
        return folder
    }

    private func write(_ data: Data, _ path: String) throws {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    static func newID() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// `20261122T213455`, in UTC: folders sort by age.
    private static func timestamp(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMdd'T'HHmmss"
        return formatter.string(from: date)
    }

    /// The message as part of a file name.
    private static func slug(_ message: String) -> String {
        let words = message.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let slug = words.joined(separator: "_").prefix(40)
        return slug.isEmpty ? "revision" : String(slug)
    }
}
