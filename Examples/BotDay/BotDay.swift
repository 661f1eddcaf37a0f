import ArgumentParser

/// What the bot's database records, made up and drawn.
@main
struct BotDay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bot-day", abstract: "Replays a made-up day of the bot, and draws what a bot has recorded.",
        subcommands: [ReplayDay.self, UserChart.self], defaultSubcommand: ReplayDay.self)
}
