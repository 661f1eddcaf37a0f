import Foundation
import RawC
import RoseyModels
import RoseyRuntime

/// How much memory it takes to fetch rows, and to stream them.
enum Memory {
    /// What the process has had in memory at most since the last look, in bytes.
    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        // From here on it is counted anew.
        if let file = fopen("/proc/self/clear_refs", "w") {
            fputs("5", file)
            fclose(file)
        }
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }

    /// What an array of rows consists of: the structs, and the texts that do not fit into them.
    private static func size(of chat: [RecentChat]) -> Int {
        chat.reduce(chat.count * MemoryLayout<RecentChat>.stride) { sum, row in
            [row.username, row.message].reduce(sum) {
                $1.utf8.count > 15 ? $0 + 32 + ($1.utf8.count + 16) / 16 * 16 : $0
            }
        }
    }

    static func measure(_ db: Database) async throws {
        let rosey = RoseyContestant(name: "Rosey", db: db)
        try await rosey.fillChat(Samples.rows)
        // The texts that all runs share are made, and connections have their caches.
        _ = try await db.recentChat.limit(1_000).fetchAll()
        give_memory_back()
        _ = peak()
        let before = peak()
        let chat = try await db.recentChat.fetchAll()
        let (growth, size) = (peak() - before, size(of: chat))
        print(
            "100,000 rows fetched:  \(growth >> 10) KB, which is \(growth * 100 / size) % of the rows' own \(size >> 10) KB"
        )

        for batch in 1..<10 {
            try await db.recentChat.insert(
                contentsOf: (0..<Samples.rows).map {
                    .init(timestamp: batch, username: Samples.names[$0 % 100], message: Samples.messages[$0])
                })
        }
        for rows in [100_000, 1_000_000] {
            give_memory_back()
            _ = peak()
            let before = peak()
            var count = 0
            for try await row in db.recentChat.limit(rows).stream() { count += row.timestamp > 0 ? 1 : 0 }
            print("\(count) rows streamed: \((peak() - before) >> 10) KB")
        }
    }
}
