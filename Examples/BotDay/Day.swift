#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A day in the channel, made up: quiet before dawn, crowded in the evening, with a break of the connection at night and a
/// spammer late. Equal seeds and numbers of users make equal days.
struct Day {
    static let length = 86400

    let events: [DayEvent]

    init(users: Int, seed: UInt64) {
        var builder = DayBuilder(users: users, seed: seed)
        events = builder.build()
    }

    /// How lively the channel is at a time of day, from 0 to 1: two half waves, from the low at 4:30 to the high at 20:30.
    static func liveliness(_ time: Int) -> Double {
        let hour = (Double(time) / 3600 + 24 - 4.5).truncatingRemainder(dividingBy: 24)
        let phase = hour < 16 ? hour / 16 : 1 + (hour - 16) / 8
        return (1 - cos(phase * .pi)) / 2
    }
}

/// Goes through the day minute by minute.
private struct DayBuilder {
    /// Somebody who may come and go.
    private struct Visitor {
        let name: String
        /// How often, and how much, as a factor.
        let eagerness: Double
        let talkativeness: Double
        /// Until when the visitor stays, in seconds since midnight; `nil` while away.
        var leaves: Int?
    }

    private var visitors: [Visitor]
    private var generator: SeededGenerator
    private var events: [DayEvent] = []
    private var filmEnds = 0
    private var playlistItems = 12
    /// Those who have a connection and no name.
    private var watchers = 5.0

    /// When the bot has lost its connection, and when a spammer comes, in seconds since midnight.
    private let outage: Range<Int>
    private let spam: Range<Int>
    /// From when on the channel takes hardly any messages, so that some wait when the day ends.
    private let throttled = Day.length - 3 * 60

    init(users: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        visitors = Phrases.usernames(users).map { name in
            // Few talk much: the quotient has a long tail.
            Visitor(
                name: name, eagerness: Double.random(in: 0.4...1.6, using: &generator),
                talkativeness: min(0.3 / Double.random(in: 0.05...1, using: &generator), 4))
        }
        let loss = Int.random(in: 3 * 3600..<5 * 3600, using: &generator)
        outage = loss..<loss + Int.random(in: 45 * 60..<75 * 60, using: &generator)
        let start = Int.random(in: 21 * 3600..<22 * 3600, using: &generator)
        spam = start..<start + 8 * 60
        self.generator = generator
    }

    mutating func build() -> [DayEvent] {
        add(0, .connected)
        for time in stride(from: 0, to: Day.length, by: 60) {
            if outage.contains(time) {
                if !outage.contains(time - 60) { loseConnection(time) }
                // Others queue messages all the same.
                if generator.happens(0.1) { queue(time) }
                continue
            }
            if outage.contains(time - 60) { add(time, .connected) }
            let lively = Day.liveliness(time)
            for number in visitors.indices { visit(number, time, lively) }
            if spam.contains(time) { sendSpam(time) }
            if time >= filmEnds { play(time) }
            if generator.happens(0.05 + 0.25 * lively) { queue(time) }
            if time == throttled { for line in Phrases.summary { add(time, .queued(line)) } }
            add(time + 30, .sends(refusal: time < throttled ? 0.1 : 0.9))
            if time % 300 == 0 { count(time + 59) }
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private mutating func add(_ time: Int, _ kind: DayEvent.Kind) {
        events.append(DayEvent(time: time, kind: kind))
    }

    private mutating func visit(_ number: Int, _ time: Int, _ lively: Double) {
        let visitor = visitors[number]
        if let leaves = visitor.leaves {
            if leaves < time + 60 {
                visitors[number].leaves = nil
                return add(max(leaves, time), .left(visitor.name))
            }
        } else {
            // At midnight some are there from the day before.
            let chance = time == 0 ? 0.4 * lively : (0.0004 + 0.018 * lively * lively) * visitor.eagerness
            guard generator.happens(chance) else { return }
            let second = time + Int.random(in: 0..<30, using: &generator)
            visitors[number].leaves = second + 120 + Int(generator.wait(mean: 3600))
            add(second, .joined(visitor.name))
            if generator.happens(0.3) { add(second + 5, .queued("welcome, \(visitor.name) 👋")) }
        }
        // A talker of the evening says something every seven minutes or so.
        if generator.happens(min(visitor.talkativeness * (0.04 + 0.1 * lively), 0.9)) {
            add(time + Int.random(in: 31..<60, using: &generator), .said(visitor.name, generator.pick(Phrases.chat)))
        }
        if generator.happens(0.002) {
            add(time + 40, .acted(visitor.name, action: "pm_command", details: generator.pick(Phrases.commands)))
        }
    }

    private mutating func sendSpam(_ time: Int) {
        if !spam.contains(time - 60) { add(time, .joined(Phrases.spammer)) }
        for _ in 0..<45 {
            let second = time + Int.random(in: 1..<60, using: &generator)
            add(second, .said(Phrases.spammer, generator.pick(Phrases.spam)))
        }
        guard !spam.contains(time + 60) else { return }
        add(time + 60, .acted(Phrases.spammer, action: "kick", details: "spam 🚫"))
        add(time + 60, .left(Phrases.spammer))
    }

    private mutating func play(_ time: Int) {
        let duration = Int.random(in: 20 * 60..<130 * 60, using: &generator)
        filmEnds = time + duration
        playlistItems = max(1, playlistItems + Int.random(in: -2...2, using: &generator))
        add(time, .plays(title: generator.pick(Phrases.films), duration: duration, playlistItems: playlistItems))
    }

    private mutating func queue(_ time: Int) {
        add(time + Int.random(in: 0..<60, using: &generator), .queued(generator.pick(Phrases.announcements)))
    }

    private mutating func count(_ time: Int) {
        let present = visitors.count { $0.leaves != nil } + (spam.contains(time) ? 1 : 0)
        watchers += (0.35 * Double(present) - watchers) * 0.3 + Double.random(in: -1.5...1.5, using: &generator)
        add(time, .counted(chatUsers: present, connectedUsers: present + max(Int(watchers), 0) + 1))
    }

    private mutating func loseConnection(_ time: Int) {
        for number in visitors.indices where visitors[number].leaves != nil {
            visitors[number].leaves = nil
            add(time, .left(visitors[number].name))
        }
        add(time, .disconnected)
        filmEnds = 0
    }
}
