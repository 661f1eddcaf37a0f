import Foundation

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Short enough to tell two apart.
private func short(_ value: Double) -> String {
    switch value {
    case 100_000...: String(format: "%.0fk", value / 1000)
    case 10_000...: String(format: "%.1fk", value / 1000)
    case 100...: String(format: "%.0f", value)
    case 10...: String(format: "%.1f", value)
    default: String(format: "%.2f", value)
    }
}

private func progress(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}

extension Arena {
    /// Runs the workloads, all contestants in turn in each round, and prints a table: the first one's times, and the
    /// others' as multiples of it, each the median of the rounds.
    func measure(_ options: Options) async throws {
        print("## \(title)\n")
        let trials = Trial.all.filter { options.includes($0) }
        guard let first = contestants.first?.name else { return }
        var results: [Trial: [String: (time: Double, ratio: Double)]] = [:]
        for trial in trials {
            progress("\(title): \(trial.name) \(trial.title)")
            try compact()
            // The first one warms up.
            _ = try await round(trial)
            var all: [Round] = []
            for _ in 0..<trial.rounds(isQuick: options.isQuick) {
                all.append(try await round(trial))
            }
            var medians: [String: (Double, Double)] = [:]
            for contestant in contestants.map(\.name) {
                let times = all.compactMap { $0.times[contestant] }
                guard !times.isEmpty else { continue }
                let ratios = all.compactMap { round in
                    round.times[contestant].flatMap { time in round.times[first].map { time / $0 } }
                }
                medians[contestant] = (median(times), ratios.isEmpty ? 0 : median(ratios))
            }
            results[trial] = medians
        }
        if !trials.isEmpty {
            var table = Table([""] + trials.map(\.name))
            table.add([first + ", µs"] + trials.map { results[$0]?[first].map { short($0.time) } ?? "" })
            for contestant in contestants.map(\.name).dropFirst()
            where trials.contains(where: { results[$0]?[contestant] != nil }) {
                table.add(
                    [contestant]
                        + trials.map { trial in
                            results[trial]?[contestant].map { short($0.ratio) + "×" } ?? ""
                        })
            }
            table.print()
        }
        if !options.isDurable, options.includes(name: "W8") { try await measureConcurrency(options) }
    }

    private func measureConcurrency(_ options: Options) async throws {
        progress("\(title): W8 eight readers and a writer")
        try compact()
        var results: [String: [Concurrency]] = [:]
        for _ in 0..<(options.isQuick ? 1 : 5) {
            for contestant in contestants {
                guard let result = try await contestant.runConcurrently(seconds: options.isQuick ? 0.5 : 1)
                else { continue }
                results[contestant.name, default: []].append(result)
            }
        }
        var table = Table(["W8", "reads/s", "p50 µs", "p99 µs", "writes/s"])
        for contestant in contestants.map(\.name) {
            guard let runs = results[contestant] else { continue }
            table.add(
                [contestant]
                    + [\Concurrency.readsPerSecond, \.p50, \.p99, \.writesPerSecond].map { value in
                        short(median(runs.map { $0[keyPath: value] }))
                    })
        }
        table.print()
    }
}
