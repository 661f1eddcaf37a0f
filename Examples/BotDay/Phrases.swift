/// What people are called and what they say.
enum Phrases {
    /// Names of `count` different users, the first of them as people choose them, the others numbered.
    static func usernames(_ count: Int) -> [String] {
        (0..<max(count, 0)).map { number in
            let name = names[number % names.count]
            return number < names.count ? name : "\(name)_\(number / names.count + 1)"
        }
    }

    private static let names = [
        "alice", "Bob", "zoë", "Дмитрий", "さくら", "popcorn🍿", "Łukasz", "night_owl🦉", "carol", "dave", "김민수",
        "Ñandú", "mallory", "Ærøskøbing", "gráinne", "王小明", "عمر", "cinephile", "ελένη", "m0vie_buff", "trent",
        "ΔtK", "שרה", "frost❄️", "peggy", "Ünal", "VHS_kid", "त्रिशा", "oscar", "wendy", "grumpy_cat😾", "João", "ivan",
        "couch🛋️potato", "Håkon", "judy", "ruперт", "dr_strange💊", "heidi", "🦊renard",
    ]

    static let spammer = "fr33_c01ns"
    static let spam = ["FREE COINS 💰💰💰 → example.com", "last chance 🚨 FREE COINS", "c01ns c01ns c01ns 🤑"]

    static let chat = [
        "hello everyone 👋", "lol", "😂😂😂", "what are we watching?", "this scene again…", "brb", "back",
        "the soundtrack is great 🎶", "who added this?", "no spoilers please!", "¡qué buena película!", "愛してる、この映画",
        "spoiler: it was the butler", "+1", "é um clássico", "это лучший момент 🔥", "skip?", "NO SKIP", "🍿🍿",
        "I have seen this in the cinema in '94", "👨‍👩‍👧‍👦 movie night", "her face 🤣", "wait, what?", "good night all 🌙",
        "is the stream lagging for anyone?", "refresh helps", "that's not how physics works", "\u{1f44d}\u{1f3fd}",
        "زيارة سعيدة", "그 장면 최고", "…", "a̐éö̲ looks odd here", "'; DROP TABLE popcorn; --", "100% agree", "<b>bold</b>?",
    ]

    static let films = [
        "Metropolis (1927)", "七人の侍", "Amélie", "La dolce vita", "Сталкер", "Nosferatu 🧛", "The General",
        "Le voyage dans la Lune 🌙", "기생충", "Das Boot", "Playtime", "Låt den rätte komma in",
    ]

    static let announcements = [
        "📢 The vote for tonight's film is open", "🎬 Now playing, enjoy!", "Remember: be excellent to each other ✨",
        "🤖 Reminder: `!help` lists what I can do", "🍿 Intermission in ten minutes",
    ]

    /// What the bot says when a day ends.
    static let summary = [
        "🏁 That was today. The film of the day: \(films[0])", "🏆 The chatters of the day are on the web page",
        "📈 So is the chart of who was here", "🌙 Good night, and thank you all",
    ]

    static let commands = ["help", "stats", "chart", "roll 2d6", "remind me in 10 minutes"]
}
