CREATE TABLE "user_stats" (
    -- A user's activity and connection time.
    -- CyTube username (case-sensitive)
    "username" TEXT NOT NULL PRIMARY KEY CHECK (length("username") <= 50),
    -- When the user was first seen, in Unix seconds
    "first_seen" INTEGER NOT NULL,
    -- When the user was last seen, in Unix seconds
    "last_seen" INTEGER NOT NULL,
    -- Chat messages sent
    "total_chat_lines" INTEGER NOT NULL DEFAULT 0,
    -- Seconds spent in the channel, over closed sessions
    "total_time_connected" INTEGER NOT NULL DEFAULT 0,
    -- When the open session began; null while away
    "current_session_start" INTEGER,
    CONSTRAINT "check_positive_lines" CHECK (total_chat_lines >= 0),
    CONSTRAINT "check_positive_time" CHECK (total_time_connected >= 0)
) STRICT;
CREATE INDEX "idx_last_seen" ON "user_stats" ("last_seen");

CREATE TABLE "user_actions" (
    -- What users did, for the log.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Unix seconds
    "timestamp" INTEGER NOT NULL,
    "username" TEXT NOT NULL CHECK (length("username") <= 50),
    -- The kind of action, such as `pm_command`
    "action_type" TEXT NOT NULL CHECK (length("action_type") <= 50),
    "details" TEXT
) STRICT;
CREATE INDEX "idx_user_actions_timestamp" ON "user_actions" ("timestamp");
CREATE INDEX "idx_user_actions_username" ON "user_actions" ("username");
CREATE INDEX "idx_user_actions_username_timestamp" ON "user_actions" ("username", "timestamp");

CREATE TABLE "channel_stats" (
    -- The channel's high-water marks.
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    -- Most users in chat at once
    "max_users" INTEGER NOT NULL DEFAULT 0,
    -- When `max_users` was reached
    "max_users_timestamp" INTEGER,
    -- Most connections at once
    "max_connected" INTEGER NOT NULL DEFAULT 0,
    -- When `max_connected` was reached
    "max_connected_timestamp" INTEGER,
    -- When a mark last rose
    "last_updated" INTEGER NOT NULL,
    CONSTRAINT "channel_stats_singleton" CHECK ("id" = 1),
    CONSTRAINT "check_positive_max_users" CHECK (max_users >= 0)
) STRICT;

CREATE TABLE "user_count_history" (
    -- How many users there were, over time.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Unix seconds
    "timestamp" INTEGER NOT NULL,
    -- Users in chat
    "chat_users" INTEGER NOT NULL,
    -- Connections, with and without a name
    "connected_users" INTEGER NOT NULL,
    CONSTRAINT "check_positive_chat_users" CHECK (chat_users >= 0),
    CONSTRAINT "check_positive_connected_users" CHECK (connected_users >= 0)
) STRICT;
CREATE INDEX "idx_user_count_timestamp" ON "user_count_history" ("timestamp");

CREATE TABLE "recent_chat" (
    -- The last days of chat.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Unix seconds
    "timestamp" INTEGER NOT NULL,
    "username" TEXT NOT NULL CHECK (length("username") <= 50),
    "message" TEXT NOT NULL
) STRICT;
CREATE INDEX "idx_recent_chat_timestamp" ON "recent_chat" ("timestamp" DESC);

CREATE TABLE "current_status" (
    -- What the bot is doing right now.
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    -- Unix seconds
    "last_updated" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'offline' CHECK (length("status") <= 50),
    "bot_name" TEXT CHECK (length("bot_name") <= 50),
    -- CyTube rank; it has fractions, a leader is 1.5
    "bot_rank" REAL,
    "bot_afk" INTEGER NOT NULL DEFAULT 0 CHECK (0 <= "bot_afk" AND "bot_afk" <= 1),
    "channel_name" TEXT CHECK (length("channel_name") <= 100),
    "current_users" INTEGER NOT NULL DEFAULT 0,
    "connected_users" INTEGER NOT NULL DEFAULT 0,
    "current_chat_users" INTEGER NOT NULL DEFAULT 0,
    "current_connected_users" INTEGER NOT NULL DEFAULT 0,
    "playlist_items" INTEGER NOT NULL DEFAULT 0,
    "current_media_title" TEXT,
    -- Seconds
    "current_media_duration" INTEGER,
    -- Unix seconds
    "bot_start_time" INTEGER,
    "bot_connected" INTEGER NOT NULL DEFAULT 0 CHECK (0 <= "bot_connected" AND "bot_connected" <= 1),
    CONSTRAINT "current_status_singleton" CHECK ("id" = 1),
    CONSTRAINT "check_positive_current_users" CHECK (current_users >= 0),
    CONSTRAINT "check_positive_status_connected_users" CHECK (connected_users >= 0)
) STRICT;

CREATE TABLE "outbound_messages" (
    -- Messages waiting to be sent to the channel.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- When the message was queued, in Unix seconds
    "timestamp" INTEGER NOT NULL,
    "message" TEXT NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0 CHECK (0 <= "sent" AND "sent" <= 1),
    -- When it was sent, or given up
    "sent_timestamp" INTEGER,
    -- Failed attempts so far
    "retry_count" INTEGER NOT NULL DEFAULT 0,
    -- Why the last attempt failed
    "error_message" TEXT,
    CONSTRAINT "check_positive_retries" CHECK (retry_count >= 0)
) STRICT;
CREATE INDEX "idx_outbound_timestamp" ON "outbound_messages" ("timestamp");
CREATE INDEX "idx_outbound_sent" ON "outbound_messages" ("sent", "timestamp");

CREATE TABLE "api_tokens" (
    -- Keys to the bot's HTTP interface.
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "token" TEXT NOT NULL CHECK (length("token") <= 255),
    "name" TEXT CHECK (length("name") <= 100),
    "description" TEXT,
    -- A JSON document
    "permissions" TEXT,
    -- Unix seconds
    "created_at" INTEGER NOT NULL,
    -- Unix seconds
    "last_used" INTEGER,
    "is_active" INTEGER NOT NULL DEFAULT 1 CHECK (0 <= "is_active" AND "is_active" <= 1)
) STRICT;
CREATE UNIQUE INDEX "api_tokens_token_key" ON "api_tokens" ("token");
CREATE INDEX "idx_api_tokens_active" ON "api_tokens" ("is_active", "token");
