import Foundation
import RoseyModels
import RoseyRuntime

/// One database, and those who compete on it.
final class Arena {
    let title: String
    let isServer: Bool
    /// Puts the rows in place that a workload needs.
    private let rosey: RoseyContestant
    private(set) var contestants: [any Contestant]
    /// By how much the first chat message is later than the first of all; `nil` where there are not as many as there
    /// should be.
    private var start: Int?

    init(_ title: String, isServer: Bool, _ rosey: RoseyContestant, _ contestants: [any Contestant]) async throws {
        self.title = title
        self.isServer = isServer
        self.rosey = rosey
        self.contestants = contestants
        try await rosey.fillUsers()
    }

    struct Round {
        /// How long one operation took each contestant, in microseconds.
        var times: [String: Double] = [:]
    }

    struct Disagreement: Error, CustomStringConvertible {
        let description: String
    }

    /// Lets all do a workload once, one after another, and compares what came of it.
    func round(_ trial: Trial) async throws -> Round {
        let workload = trial.workload
        var round = Round()
        // Whoever comes after a slow one finds another machine than whoever comes after a fast one.
        for contestant in contestants.shuffled() {
            let operations = trial.operations(isServer: isServer)
            let count = workload == .fetchAll ? operations : max(100, operations / contestant.slowness)
            if workload.fillsChat || start == nil {
                try await rosey.fillChat(workload.fillsChat ? 0 : Samples.rows)
                try compact()
                start = workload.fillsChat ? nil : 0
            }
            // What has been deleted stays in a server's indexes, and slows down whoever comes after.
            if workload == .messages { try compact() }
            if workload.isUpsert { try await rosey.mark(Self.lastUpserted(count)) }
            try checkpoint()
            let begin = ContinuousClock.now
            let repetitions = max(1, workload.repetitions / contestant.slowness)
            var result: Int?
            for _ in 0..<repetitions {
                result = try await contestant.run(workload, count: count, start: start ?? 0)
            }
            guard let result else { continue }
            // Whoever leaves that to others has not finished.
            try checkpoint()
            let time = begin.duration(to: .now) / .microseconds(1)
            let expected = expected(workload, count)
            guard result == expected else {
                throw Disagreement(
                    description: "\(contestant.name), \(trial.name): \(result) instead of \(expected)")
            }
            guard try await isStored(workload, count) else {
                throw Disagreement(description: "\(contestant.name), \(trial.name): not all rows are in the table")
            }
            round.times[contestant.name] = time / Double(count * repetitions)
            if workload == .messages { start = (start ?? 0) + count }
        }
        return round
    }

    /// Frees the tables of what earlier workloads have left behind, which all that come after would have to work around.
    func compact() throws {
        if let server = contestants.first as? RawPostgreSQL, !server.compact() {
            throw Disagreement(description: "the tables could not be compacted")
        }
    }

    /// Moves into SQLite's file what has been committed.
    private func checkpoint() throws {
        if let file = contestants.first as? RawSQLite, !file.checkpoint() {
            throw Disagreement(description: "the write-ahead log could not be moved into the file")
        }
    }

    /// What a workload must come to.
    private func expected(_ workload: Workload, _ count: Int) -> Int {
        let start = start ?? 0
        switch workload {
        case .selects, .selectsInTransaction:
            return (0..<count).reduce(0) { sum, i in
                let number = i &* 7919 % Samples.users
                return sum + number + Samples.names[number].utf8.count
            }
        case .fetchAll:
            return (0..<Samples.rows).reduce(Samples.rows) { $0 + Samples.firstTime + start + $1 }
        case .pages:
            return (0..<count).reduce(0) { sum, i in
                (0..<10).reduce(sum + 10) { $0 + Samples.time(i, start) + $1 }
            }
        case .messages: return 2 * count
        case .inserts, .manyInserts, .updates, .durableUpdates, .upserts, .manyUpserts: return count
        }
    }

    /// Whether what has been inserted or upserted is in the table, which does not show in what a contestant returns.
    private func isStored(_ workload: Workload, _ count: Int) async throws -> Bool {
        if workload.fillsChat { return try await rosey.db.recentChat.count() == count }
        return workload.isUpsert ? try await !rosey.isMarked(Self.lastUpserted(count)) : true
    }

    private static func lastUpserted(_ count: Int) -> Int { (count - 1) % Samples.users }

    /// Few rows, since what looks from outside is slow.
    func prepare(_ workload: Workload) async throws {
        try await rosey.fillChat(workload.fillsChat ? 0 : 2_000)
    }

    func close() async {
        contestants = []
        await rosey.db.close()
    }
}
