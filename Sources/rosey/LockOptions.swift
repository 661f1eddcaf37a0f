import ArgumentParser
import RoseyRuntime

/// How long a command that migrates waits for others.
struct LockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many seconds to wait for another process that migrates, and for those that use what is to be changed; 0 to "
                + "give up at once. Overrides timeouts.migration_lock.",
            valueName: "seconds"))
    var lockTimeout: Double?

    func validate() throws {
        guard let lockTimeout else { return }
        guard lockTimeout >= 0, lockTimeout <= 2_147_483 else {
            throw ValidationError("--lock-timeout is a number of seconds from 0 to 2147483")
        }
    }

    /// The configuration with the option's value, where it is given.
    func applied(to configuration: DatabaseConfiguration) -> DatabaseConfiguration {
        var configuration = configuration
        if let lockTimeout { configuration.migrationLockTimeout = .seconds(lockTimeout) }
        return configuration
    }
}
