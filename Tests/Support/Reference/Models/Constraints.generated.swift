// Generated from schema.yaml; edit that instead. The names of constraints, as errors tell them.

public import RoseyRuntime

extension ConstraintName {
    /// The primary key of `order`.
    public nonisolated static let orderPkey = ConstraintName("order_pkey")
    /// A unique constraint of `order`: `1st place`.
    public nonisolated static let orderPlace = ConstraintName("order_place")
    /// A unique constraint of `order`: `größe, self`.
    public nonisolated static let oddName = ConstraintName("odd \"name\"")
    /// A unique index of `order`.
    public nonisolated static let orderDefault = ConstraintName("order_default")
    /// A check of `order`: `größe < 1000`.
    public nonisolated static let orderSize = ConstraintName("order_size")
    /// The primary key of `categories`.
    public nonisolated static let categoriesPkey = ConstraintName("categories_pkey")
    /// A unique constraint of `categories`: `name`.
    public nonisolated static let categoriesNameKey = ConstraintName("categories_name_key")
    /// The primary key of `tag`.
    public nonisolated static let tagPkey = ConstraintName("tag_pkey")
    /// The primary key of `events_with_a_rather_long_name`.
    public nonisolated static let eventsWithARatherLongNamePkey = ConstraintName("events_with_a_rather_long_name_pkey")
    /// The primary key of `settings`.
    public nonisolated static let settingsPkey = ConstraintName("settings_pkey")
    /// `settings` has no row but one.
    public nonisolated static let settingsSingleton = ConstraintName("settings_singleton")
    /// The primary key of `counters`.
    public nonisolated static let countersPkey = ConstraintName("counters_pkey")
    /// The primary key of `words`.
    public nonisolated static let wordsPkey = ConstraintName("words_pkey")
    /// The primary key of `targets`.
    public nonisolated static let targetsPkey = ConstraintName("targets_pkey")
    /// A unique constraint of `targets`: `target`.
    public nonisolated static let targetsTargetKey = ConstraintName("targets_target_key")
    /// A unique constraint of `targets`: `statement`.
    public nonisolated static let targetsStatementKey = ConstraintName("targets_statement_key")
    /// The primary key of `members`.
    public nonisolated static let membersPkey = ConstraintName("members_pkey")
    /// A unique constraint of `members`: `name`.
    public nonisolated static let membersNameKey = ConstraintName("members_name_key")
    /// A check of `members`: `fee BETWEEN 0 AND 1000`.
    public nonisolated static let feeInRange = ConstraintName("fee_in_range")
    /// A check of `members`: `length(name) >= 2`.
    public nonisolated static let nameIsLong = ConstraintName("name_is_long")
    /// A check of `members`: `rank IN (1, 2, 3)`.
    public nonisolated static let rankIsKnown = ConstraintName("rank_is_known")
    /// A check of `members`: `born > '1900-01-01'`.
    public nonisolated static let bornLate = ConstraintName("born_late")
    /// The primary key of `loans`.
    public nonisolated static let loansPkey = ConstraintName("loans_pkey")
    /// A foreign key of `loans`: `member_id` to `members`.
    public nonisolated static let loansMemberIdFkey = ConstraintName("loans_member_id_fkey")
    /// A foreign key of `loans`: `tag_name` to `tag`.
    public nonisolated static let loansTagNameFkey = ConstraintName("loans_tag_name_fkey")
    /// A foreign key of `loans`: `previous` to `loans`.
    public nonisolated static let loansPreviousFkey = ConstraintName("loans_previous_fkey")
    /// A foreign key of `loans`: `long, other` to `events_with_a_rather_long_name`.
    public nonisolated static let loansEvent = ConstraintName("loans_event")
    /// The primary key of `chapters`.
    public nonisolated static let chaptersPkey = ConstraintName("chapters_pkey")
    /// A foreign key of `chapters`: `first` to `pages`.
    public nonisolated static let chaptersFirstFkey = ConstraintName("chapters_first_fkey")
    /// The primary key of `pages`.
    public nonisolated static let pagesPkey = ConstraintName("pages_pkey")
    /// A foreign key of `pages`: `chapter` to `chapters`.
    public nonisolated static let pagesChapterFkey = ConstraintName("pages_chapter_fkey")
}
