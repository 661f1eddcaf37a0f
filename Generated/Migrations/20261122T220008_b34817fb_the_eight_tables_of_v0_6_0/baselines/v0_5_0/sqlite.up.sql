-- Takes over a database of Rosey 0.5.0 with every row.
--
-- A row that the new table can hold is carried over. What a value was before it was filled in or made a boolean is
-- kept in rosey_v050_<table>, and so is, with its reason, a row that the new table cannot hold: it is quarantined.
-- From both, the way back makes the old rows again, which is verified here before anything is done away with.

-- @require a file that is not damaged
SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok';

-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version')
-- @require that no other tool has a version noted in alembic_version
SELECT * FROM alembic_version;

-- What a failed migration by another tool left behind is set aside.
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version')
ALTER TABLE alembic_version RENAME TO rosey_aside_alembic_version;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_user_stats')
ALTER TABLE _alembic_tmp_user_stats RENAME TO rosey_aside_alembic_tmp_user_stats;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_user_actions')
ALTER TABLE _alembic_tmp_user_actions RENAME TO rosey_aside_alembic_tmp_user_actions;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_channel_stats')
ALTER TABLE _alembic_tmp_channel_stats RENAME TO rosey_aside_alembic_tmp_channel_stats;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_user_count_history')
ALTER TABLE _alembic_tmp_user_count_history RENAME TO rosey_aside_alembic_tmp_user_count_history;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_recent_chat')
ALTER TABLE _alembic_tmp_recent_chat RENAME TO rosey_aside_alembic_tmp_recent_chat;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_current_status')
ALTER TABLE _alembic_tmp_current_status RENAME TO rosey_aside_alembic_tmp_current_status;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_outbound_messages')
ALTER TABLE _alembic_tmp_outbound_messages RENAME TO rosey_aside_alembic_tmp_outbound_messages;
-- @if EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_alembic_tmp_api_tokens')
ALTER TABLE _alembic_tmp_api_tokens RENAME TO rosey_aside_alembic_tmp_api_tokens;

-- What databases before 0.5.0 lack, as 0.5.0 adds it.
-- @if NOT EXISTS (SELECT 1 FROM pragma_table_info('channel_stats') WHERE name = 'max_connected')
ALTER TABLE channel_stats ADD COLUMN max_connected INTEGER DEFAULT 0;
-- @if NOT EXISTS (SELECT 1 FROM pragma_table_info('channel_stats') WHERE name = 'max_connected_timestamp')
ALTER TABLE channel_stats ADD COLUMN max_connected_timestamp INTEGER;
CREATE TABLE IF NOT EXISTS user_count_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    chat_users INTEGER NOT NULL,
    connected_users INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS recent_chat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    username TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS current_status (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bot_name TEXT,
    bot_rank REAL,
    bot_afk INTEGER DEFAULT 0,
    channel_name TEXT,
    current_chat_users INTEGER DEFAULT 0,
    current_connected_users INTEGER DEFAULT 0,
    playlist_items INTEGER DEFAULT 0,
    current_media_title TEXT,
    current_media_duration INTEGER,
    bot_start_time INTEGER,
    bot_connected INTEGER DEFAULT 0,
    last_updated INTEGER
);
CREATE TABLE IF NOT EXISTS outbound_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    message TEXT NOT NULL,
    sent INTEGER DEFAULT 0,
    sent_timestamp INTEGER,
    retry_count INTEGER DEFAULT 0,
    last_error TEXT
);
CREATE TABLE IF NOT EXISTS api_tokens (
    token TEXT PRIMARY KEY,
    description TEXT,
    created_at INTEGER NOT NULL,
    last_used INTEGER,
    revoked INTEGER DEFAULT 0
);
-- @if NOT EXISTS (SELECT 1 FROM pragma_table_info('outbound_messages') WHERE name = 'retry_count')
ALTER TABLE outbound_messages ADD COLUMN retry_count INTEGER DEFAULT 0;
-- @if NOT EXISTS (SELECT 1 FROM pragma_table_info('outbound_messages') WHERE name = 'last_error')
ALTER TABLE outbound_messages ADD COLUMN last_error TEXT;

-- What had no place in 0.5.0 when a database was taken back to it.
CREATE TABLE IF NOT EXISTS rosey_v060_current_status (
    status, current_users, connected_users, current_chat_users, current_connected_users);
CREATE TABLE IF NOT EXISTS rosey_v060_api_tokens (token PRIMARY KEY, id, name, permissions);
CREATE TABLE IF NOT EXISTS rosey_v060_sequences (name PRIMARY KEY, seq);

-- The old rows, each with the reason why the new table cannot hold it, if it cannot.
CREATE TABLE rosey_old_user_stats AS
SELECT
    username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start,
    CASE
        WHEN username IS NULL THEN 'no name'
        WHEN typeof(username) <> 'text' THEN 'the name is not text'
        WHEN length(username) > 50 THEN 'the name has more than 50 characters'
        WHEN typeof(first_seen) <> 'integer' OR typeof(last_seen) <> 'integer'
            OR typeof(total_chat_lines) NOT IN ('integer', 'null')
            OR typeof(total_time_connected) NOT IN ('integer', 'null')
            OR typeof(current_session_start) NOT IN ('integer', 'null') THEN 'a number is not a whole number'
        WHEN total_chat_lines < 0 OR total_time_connected < 0 THEN 'a count is negative'
    END AS quarantined
FROM user_stats;
CREATE TABLE rosey_old_user_actions AS
SELECT
    id, timestamp, username, action_type, details,
    CASE
        WHEN typeof(timestamp) <> 'integer' THEN 'the time is not a whole number'
        WHEN typeof(username) <> 'text' OR typeof(action_type) <> 'text' OR typeof(details) NOT IN ('text', 'null')
            THEN 'a text is not text'
        WHEN length(username) > 50 THEN 'the name has more than 50 characters'
        WHEN length(action_type) > 50 THEN 'the kind has more than 50 characters'
    END AS quarantined
FROM user_actions;
CREATE TABLE rosey_old_channel_stats AS
SELECT
    id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated,
    CASE
        WHEN id <> 1 THEN 'the id is not 1'
        WHEN typeof(max_users) NOT IN ('integer', 'null') OR typeof(max_users_timestamp) NOT IN ('integer', 'null')
            OR typeof(max_connected) NOT IN ('integer', 'null')
            OR typeof(max_connected_timestamp) NOT IN ('integer', 'null')
            OR typeof(last_updated) NOT IN ('integer', 'null') THEN 'a number is not a whole number'
        WHEN max_users < 0 THEN 'a count is negative'
    END AS quarantined,
    coalesce(
        last_updated, max(max_users_timestamp, max_connected_timestamp), max_users_timestamp, max_connected_timestamp,
        CAST(strftime('%s', 'now') AS INTEGER)) AS carried_last_updated
FROM channel_stats;
CREATE TABLE rosey_old_user_count_history AS
SELECT
    id, timestamp, chat_users, connected_users,
    CASE
        WHEN typeof(timestamp) <> 'integer' OR typeof(chat_users) <> 'integer' OR typeof(connected_users) <> 'integer'
            THEN 'a number is not a whole number'
        WHEN chat_users < 0 OR connected_users < 0 THEN 'a count is negative'
    END AS quarantined
FROM user_count_history;
CREATE TABLE rosey_old_recent_chat AS
SELECT
    id, timestamp, username, message,
    CASE
        WHEN typeof(timestamp) <> 'integer' THEN 'the time is not a whole number'
        WHEN typeof(username) <> 'text' OR typeof(message) <> 'text' THEN 'a text is not text'
        WHEN length(username) > 50 THEN 'the name has more than 50 characters'
    END AS quarantined
FROM recent_chat;
CREATE TABLE rosey_old_current_status AS
SELECT
    id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users, playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated,
    CASE
        WHEN id <> 1 THEN 'the id is not 1'
        WHEN typeof(bot_name) NOT IN ('text', 'null') OR typeof(channel_name) NOT IN ('text', 'null')
            OR typeof(current_media_title) NOT IN ('text', 'null') THEN 'a text is not text'
        WHEN length(bot_name) > 50 THEN 'the bot''s name has more than 50 characters'
        WHEN length(channel_name) > 100 THEN 'the channel''s name has more than 100 characters'
        WHEN typeof(current_chat_users) NOT IN ('integer', 'null')
            OR typeof(current_connected_users) NOT IN ('integer', 'null')
            OR typeof(playlist_items) NOT IN ('integer', 'null')
            OR typeof(current_media_duration) NOT IN ('integer', 'null')
            OR typeof(bot_start_time) NOT IN ('integer', 'null') OR typeof(last_updated) NOT IN ('integer', 'null')
            THEN 'a number is not a whole number'
        WHEN typeof(bot_rank) NOT IN ('real', 'integer', 'null') THEN 'the rank is not a number'
        WHEN current_chat_users < 0 OR current_connected_users < 0 THEN 'a count is negative'
    END AS quarantined,
    coalesce(last_updated, CAST(strftime('%s', 'now') AS INTEGER)) AS carried_last_updated
FROM current_status;
CREATE TABLE rosey_old_outbound_messages AS
SELECT
    id, timestamp, message, sent, sent_timestamp, retry_count, last_error,
    CASE
        WHEN typeof(timestamp) <> 'integer' OR typeof(sent_timestamp) NOT IN ('integer', 'null')
            OR typeof(retry_count) NOT IN ('integer', 'null') THEN 'a number is not a whole number'
        WHEN typeof(message) <> 'text' OR typeof(last_error) NOT IN ('text', 'null') THEN 'a text is not text'
        WHEN retry_count < 0 THEN 'a count is negative'
    END AS quarantined
FROM outbound_messages;
CREATE TABLE rosey_old_api_tokens AS
SELECT
    token, description, created_at, last_used, revoked,
    CASE
        WHEN token IS NULL THEN 'no token'
        WHEN typeof(token) <> 'text' OR typeof(description) NOT IN ('text', 'null') THEN 'a text is not text'
        WHEN length(token) > 255 THEN 'the token has more than 255 characters'
        WHEN typeof(created_at) <> 'integer' OR typeof(last_used) NOT IN ('integer', 'null')
            THEN 'a time is not a whole number'
    END AS quarantined,
    rowid AS old_rowid
FROM api_tokens;
CREATE TABLE rosey_old_sequences AS SELECT name, seq FROM sqlite_sequence;

DROP INDEX IF EXISTS idx_api_tokens_revoked;
DROP TABLE user_stats;
DROP TABLE user_actions;
DROP TABLE channel_stats;
DROP TABLE user_count_history;
DROP TABLE recent_chat;
DROP TABLE current_status;
DROP TABLE outbound_messages;
DROP TABLE api_tokens;

-- @revision

-- What is not in the new tables word for word.
CREATE TABLE IF NOT EXISTS rosey_v050_user_stats (
    quarantined, superseded, username, first_seen, last_seen, total_chat_lines, total_time_connected,
    current_session_start);
CREATE INDEX IF NOT EXISTS rosey_v050_user_stats_key ON rosey_v050_user_stats (username);
-- user_stats: kept as they were
INSERT INTO rosey_v050_user_stats (
    quarantined, superseded, username, first_seen, last_seen, total_chat_lines, total_time_connected,
    current_session_start)
SELECT
    quarantined, 0, username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
FROM rosey_old_user_stats
WHERE quarantined IS NOT NULL
    OR total_chat_lines IS NULL OR total_time_connected IS NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_user_actions (
    quarantined, id, timestamp, username, action_type, details);
-- user_actions: kept as they were
INSERT INTO rosey_v050_user_actions (
    quarantined, id, timestamp, username, action_type, details)
SELECT
    quarantined, id, timestamp, username, action_type, details
FROM rosey_old_user_actions
WHERE quarantined IS NOT NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_channel_stats (
    quarantined, superseded, carried_last_updated, id, max_users, max_users_timestamp, max_connected,
    max_connected_timestamp, last_updated);
CREATE INDEX IF NOT EXISTS rosey_v050_channel_stats_key ON rosey_v050_channel_stats (id);
-- channel_stats: kept as they were
INSERT INTO rosey_v050_channel_stats (
    quarantined, superseded, carried_last_updated, id, max_users, max_users_timestamp, max_connected,
    max_connected_timestamp, last_updated)
SELECT
    quarantined, 0, carried_last_updated, id, max_users, max_users_timestamp, max_connected,
    max_connected_timestamp, last_updated
FROM rosey_old_channel_stats
WHERE quarantined IS NOT NULL
    OR max_users IS NULL OR max_connected IS NULL OR last_updated IS NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_user_count_history (
    quarantined, id, timestamp, chat_users, connected_users);
-- user_count_history: kept as they were
INSERT INTO rosey_v050_user_count_history (
    quarantined, id, timestamp, chat_users, connected_users)
SELECT
    quarantined, id, timestamp, chat_users, connected_users
FROM rosey_old_user_count_history
WHERE quarantined IS NOT NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_recent_chat (
    quarantined, id, timestamp, username, message);
-- recent_chat: kept as they were
INSERT INTO rosey_v050_recent_chat (
    quarantined, id, timestamp, username, message)
SELECT
    quarantined, id, timestamp, username, message
FROM rosey_old_recent_chat
WHERE quarantined IS NOT NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_current_status (
    quarantined, superseded, carried_last_updated, id, bot_name, bot_rank, bot_afk, channel_name,
    current_chat_users, current_connected_users, playlist_items, current_media_title, current_media_duration,
    bot_start_time, bot_connected, last_updated);
CREATE INDEX IF NOT EXISTS rosey_v050_current_status_key ON rosey_v050_current_status (id);
-- current_status: kept as they were
INSERT INTO rosey_v050_current_status (
    quarantined, superseded, carried_last_updated, id, bot_name, bot_rank, bot_afk, channel_name,
    current_chat_users, current_connected_users, playlist_items, current_media_title, current_media_duration,
    bot_start_time, bot_connected, last_updated)
SELECT
    quarantined, 0, carried_last_updated, id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users,
    current_connected_users, playlist_items, current_media_title, current_media_duration, bot_start_time,
    bot_connected, last_updated
FROM rosey_old_current_status
WHERE quarantined IS NOT NULL
    OR bot_afk IS NULL OR bot_afk NOT IN (0, 1) OR bot_connected IS NULL OR bot_connected NOT IN (0, 1)
    OR current_chat_users IS NULL OR current_connected_users IS NULL OR playlist_items IS NULL
    OR last_updated IS NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_outbound_messages (
    quarantined, id, timestamp, message, sent, sent_timestamp, retry_count, last_error);
CREATE INDEX IF NOT EXISTS rosey_v050_outbound_messages_key ON rosey_v050_outbound_messages (id);
-- outbound_messages: kept as they were
INSERT INTO rosey_v050_outbound_messages (
    quarantined, id, timestamp, message, sent, sent_timestamp, retry_count, last_error)
SELECT
    quarantined, id, timestamp, message, sent, sent_timestamp, retry_count, last_error
FROM rosey_old_outbound_messages
WHERE quarantined IS NOT NULL
    OR sent IS NULL OR sent NOT IN (0, 1) OR retry_count IS NULL;
CREATE TABLE IF NOT EXISTS rosey_v050_api_tokens (
    quarantined, token, description, created_at, last_used, revoked);
CREATE INDEX IF NOT EXISTS rosey_v050_api_tokens_key ON rosey_v050_api_tokens (token);
-- api_tokens: kept as they were
INSERT INTO rosey_v050_api_tokens (
    quarantined, token, description, created_at, last_used, revoked)
SELECT
    quarantined, token, description, created_at, last_used, revoked
FROM rosey_old_api_tokens
WHERE quarantined IS NOT NULL
    OR revoked IS NULL OR revoked NOT IN (0, 1);

-- user_stats: carried over
INSERT INTO user_stats (
    username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start)
SELECT
    username, first_seen, last_seen, coalesce(o.total_chat_lines, 0), coalesce(o.total_time_connected, 0),
    current_session_start
FROM rosey_old_user_stats AS o WHERE quarantined IS NULL;

-- user_actions: carried over
INSERT INTO user_actions (
    id, timestamp, username, action_type, details)
SELECT
    id, timestamp, username, action_type, details
FROM rosey_old_user_actions WHERE quarantined IS NULL;

-- channel_stats: carried over
INSERT INTO channel_stats (
    id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated)
SELECT
    id, coalesce(o.max_users, 0), max_users_timestamp, coalesce(o.max_connected, 0), max_connected_timestamp,
    o.carried_last_updated
FROM rosey_old_channel_stats AS o WHERE quarantined IS NULL;

-- user_count_history: carried over
INSERT INTO user_count_history (
    id, timestamp, chat_users, connected_users)
SELECT
    id, timestamp, chat_users, connected_users
FROM rosey_old_user_count_history WHERE quarantined IS NULL;

-- recent_chat: carried over
INSERT INTO recent_chat (
    id, timestamp, username, message)
SELECT
    id, timestamp, username, message
FROM rosey_old_recent_chat WHERE quarantined IS NULL;

-- current_status: carried over
INSERT INTO current_status (
    id, bot_name, bot_rank, channel_name, current_media_title, current_media_duration, bot_start_time, last_updated,
    bot_afk, bot_connected, current_chat_users, current_connected_users, playlist_items, status, current_users,
    connected_users)
SELECT
    id, bot_name, bot_rank, channel_name, current_media_title, current_media_duration, bot_start_time,
    o.carried_last_updated, (o.bot_afk IS NOT NULL AND o.bot_afk <> 0),
    (o.bot_connected IS NOT NULL AND o.bot_connected <> 0), coalesce(o.current_chat_users, 0),
    coalesce(o.current_connected_users, 0), coalesce(o.playlist_items, 0), coalesce(k.status, 'offline'),
    -- What 0.5.0 has changed since is newer than what was kept.
    CASE WHEN k.current_chat_users IS o.current_chat_users THEN coalesce(k.current_users, o.current_chat_users, 0)
        ELSE coalesce(o.current_chat_users, 0) END,
    CASE WHEN k.current_connected_users IS o.current_connected_users
        THEN coalesce(k.connected_users, o.current_connected_users, 0)
        ELSE coalesce(o.current_connected_users, 0) END
FROM rosey_old_current_status AS o LEFT JOIN rosey_v060_current_status AS k WHERE quarantined IS NULL;

-- outbound_messages: carried over
INSERT INTO outbound_messages (
    id, timestamp, message, sent, sent_timestamp, retry_count, error_message)
SELECT
    id, timestamp, message, (o.sent IS NOT 0 OR o.retry_count IS NULL), sent_timestamp, coalesce(o.retry_count, 0),
    last_error
FROM rosey_old_outbound_messages AS o WHERE quarantined IS NULL;

-- api_tokens: carried over
INSERT INTO api_tokens (id, token, name, description, permissions, created_at, last_used, is_active)
SELECT
    coalesce(k.id, (SELECT coalesce(max(seq), 0) FROM rosey_v060_sequences WHERE name = 'api_tokens')
        + row_number() OVER (PARTITION BY k.id IS NULL ORDER BY o.old_rowid)),
    o.token, k.name, o.description, k.permissions, o.created_at, o.last_used, o.revoked IS 0
FROM rosey_old_api_tokens AS o LEFT JOIN rosey_v060_api_tokens AS k ON k.token = o.token
WHERE quarantined IS NULL;

-- No id is ever used again.
DELETE FROM sqlite_sequence
WHERE name IN ('user_actions', 'user_count_history', 'recent_chat', 'outbound_messages', 'api_tokens');
INSERT INTO sqlite_sequence (name, seq)
SELECT name, max(seq) FROM (
    SELECT name, seq FROM rosey_old_sequences
    WHERE name IN ('user_actions', 'user_count_history', 'recent_chat', 'outbound_messages')
    UNION ALL SELECT 'user_actions', max(id) FROM rosey_old_user_actions
    UNION ALL SELECT 'user_count_history', max(id) FROM rosey_old_user_count_history
    UNION ALL SELECT 'recent_chat', max(id) FROM rosey_old_recent_chat
    UNION ALL SELECT 'outbound_messages', max(id) FROM rosey_old_outbound_messages
    UNION ALL SELECT 'api_tokens', max(id) FROM api_tokens
    UNION ALL SELECT name, seq FROM rosey_v060_sequences
) WHERE seq IS NOT NULL GROUP BY name;

-- The way back, which has to make exactly the rows that were found.
CREATE VIEW rosey_back_user_stats AS
SELECT
    n.username,
    n.first_seen,
    n.last_seen,
    CASE WHEN s.username IS NOT NULL AND n.total_chat_lines IS coalesce(s.total_chat_lines, 0) THEN s.total_chat_lines
        ELSE n.total_chat_lines END AS total_chat_lines,
    CASE WHEN s.username IS NOT NULL AND n.total_time_connected IS coalesce(s.total_time_connected, 0)
        THEN s.total_time_connected
        ELSE n.total_time_connected END AS total_time_connected,
    n.current_session_start
FROM user_stats AS n LEFT JOIN rosey_v050_user_stats AS s ON s.username = n.username AND s.quarantined IS NULL
UNION ALL
SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
FROM rosey_v050_user_stats
WHERE quarantined IS NOT NULL AND NOT superseded
    AND (username IS NULL OR username NOT IN (SELECT username FROM user_stats));
CREATE VIEW rosey_back_user_actions AS
SELECT n.id, n.timestamp, n.username, n.action_type, n.details
FROM user_actions AS n
UNION ALL
SELECT id, timestamp, username, action_type, details
FROM rosey_v050_user_actions
WHERE quarantined IS NOT NULL;
CREATE VIEW rosey_back_channel_stats AS
SELECT
    n.id,
    CASE WHEN s.id IS NOT NULL AND n.max_users IS coalesce(s.max_users, 0) THEN s.max_users
        ELSE n.max_users END AS max_users,
    n.max_users_timestamp,
    CASE WHEN s.id IS NOT NULL AND n.max_connected IS coalesce(s.max_connected, 0) THEN s.max_connected
        ELSE n.max_connected END AS max_connected,
    n.max_connected_timestamp,
    CASE WHEN s.id IS NOT NULL AND n.last_updated IS s.carried_last_updated THEN s.last_updated
        ELSE n.last_updated END AS last_updated
FROM channel_stats AS n LEFT JOIN rosey_v050_channel_stats AS s ON s.id = n.id AND s.quarantined IS NULL
UNION ALL
SELECT id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated
FROM rosey_v050_channel_stats
WHERE quarantined IS NOT NULL AND NOT superseded
    AND (id IS NULL OR id NOT IN (SELECT id FROM channel_stats));
CREATE VIEW rosey_back_user_count_history AS
SELECT n.id, n.timestamp, n.chat_users, n.connected_users
FROM user_count_history AS n
UNION ALL
SELECT id, timestamp, chat_users, connected_users
FROM rosey_v050_user_count_history
WHERE quarantined IS NOT NULL;
CREATE VIEW rosey_back_recent_chat AS
SELECT n.id, n.timestamp, n.username, n.message
FROM recent_chat AS n
UNION ALL
SELECT id, timestamp, username, message
FROM rosey_v050_recent_chat
WHERE quarantined IS NOT NULL;
CREATE VIEW rosey_back_current_status AS
SELECT
    n.id,
    n.bot_name,
    n.bot_rank,
    CASE WHEN s.id IS NOT NULL AND n.bot_afk IS (s.bot_afk IS NOT NULL AND s.bot_afk <> 0) THEN s.bot_afk
        ELSE n.bot_afk END AS bot_afk,
    n.channel_name,
    CASE WHEN s.id IS NOT NULL AND n.current_chat_users IS coalesce(s.current_chat_users, 0) THEN s.current_chat_users
        ELSE n.current_chat_users END AS current_chat_users,
    CASE WHEN s.id IS NOT NULL AND n.current_connected_users IS coalesce(s.current_connected_users, 0)
        THEN s.current_connected_users
        ELSE n.current_connected_users END AS current_connected_users,
    CASE WHEN s.id IS NOT NULL AND n.playlist_items IS coalesce(s.playlist_items, 0) THEN s.playlist_items
        ELSE n.playlist_items END AS playlist_items,
    n.current_media_title,
    n.current_media_duration,
    n.bot_start_time,
    CASE WHEN s.id IS NOT NULL AND n.bot_connected IS (s.bot_connected IS NOT NULL AND s.bot_connected <> 0)
        THEN s.bot_connected
        ELSE n.bot_connected END AS bot_connected,
    CASE WHEN s.id IS NOT NULL AND n.last_updated IS s.carried_last_updated THEN s.last_updated
        ELSE n.last_updated END AS last_updated
FROM current_status AS n LEFT JOIN rosey_v050_current_status AS s ON s.id = n.id AND s.quarantined IS NULL
UNION ALL
SELECT id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users, playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated
FROM rosey_v050_current_status
WHERE quarantined IS NOT NULL AND NOT superseded
    AND (id IS NULL OR id NOT IN (SELECT id FROM current_status));
CREATE VIEW rosey_back_outbound_messages AS
SELECT
    n.id,
    n.timestamp,
    n.message,
    CASE WHEN s.id IS NOT NULL AND n.sent IS (s.sent IS NOT 0 OR s.retry_count IS NULL) THEN s.sent
        ELSE n.sent END AS sent,
    n.sent_timestamp,
    CASE WHEN s.id IS NOT NULL AND n.retry_count IS coalesce(s.retry_count, 0) THEN s.retry_count
        ELSE n.retry_count END AS retry_count,
    n.error_message AS last_error
FROM outbound_messages AS n LEFT JOIN rosey_v050_outbound_messages AS s ON s.id = n.id AND s.quarantined IS NULL
UNION ALL
SELECT id, timestamp, message, sent, sent_timestamp, retry_count, last_error
FROM rosey_v050_outbound_messages
WHERE quarantined IS NOT NULL;
CREATE VIEW rosey_back_api_tokens AS
SELECT
    n.token,
    n.description,
    n.created_at,
    n.last_used,
    CASE WHEN s.token IS NOT NULL AND n.is_active = (s.revoked IS 0) THEN s.revoked
        ELSE 1 - n.is_active END AS revoked
FROM api_tokens AS n LEFT JOIN rosey_v050_api_tokens AS s ON s.token = n.token AND s.quarantined IS NULL
UNION ALL
SELECT token, description, created_at, last_used, revoked
FROM rosey_v050_api_tokens
WHERE quarantined IS NOT NULL;
-- @verify every row of user_stats has arrived as it was
SELECT * FROM (
    SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
    FROM rosey_old_user_stats
    EXCEPT SELECT * FROM rosey_back_user_stats);
-- @verify user_stats has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_user_stats
    EXCEPT SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
    FROM rosey_old_user_stats);
-- @verify user_stats has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_user_stats) AS found,
        (SELECT count(*) FROM rosey_back_user_stats) AS arrived)
WHERE found <> arrived;
-- @verify every row of user_actions has arrived as it was
SELECT * FROM (
    SELECT id, timestamp, username, action_type, details
    FROM rosey_old_user_actions
    EXCEPT SELECT * FROM rosey_back_user_actions);
-- @verify user_actions has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_user_actions
    EXCEPT SELECT id, timestamp, username, action_type, details
    FROM rosey_old_user_actions);
-- @verify user_actions has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_user_actions) AS found,
        (SELECT count(*) FROM rosey_back_user_actions) AS arrived)
WHERE found <> arrived;
-- @verify every row of channel_stats has arrived as it was
SELECT * FROM (
    SELECT id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated
    FROM rosey_old_channel_stats
    EXCEPT SELECT * FROM rosey_back_channel_stats);
-- @verify channel_stats has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_channel_stats
    EXCEPT SELECT id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated
    FROM rosey_old_channel_stats);
-- @verify channel_stats has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_channel_stats) AS found,
        (SELECT count(*) FROM rosey_back_channel_stats) AS arrived)
WHERE found <> arrived;
-- @verify every row of user_count_history has arrived as it was
SELECT * FROM (
    SELECT id, timestamp, chat_users, connected_users
    FROM rosey_old_user_count_history
    EXCEPT SELECT * FROM rosey_back_user_count_history);
-- @verify user_count_history has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_user_count_history
    EXCEPT SELECT id, timestamp, chat_users, connected_users
    FROM rosey_old_user_count_history);
-- @verify user_count_history has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_user_count_history) AS found,
        (SELECT count(*) FROM rosey_back_user_count_history) AS arrived)
WHERE found <> arrived;
-- @verify every row of recent_chat has arrived as it was
SELECT * FROM (
    SELECT id, timestamp, username, message
    FROM rosey_old_recent_chat
    EXCEPT SELECT * FROM rosey_back_recent_chat);
-- @verify recent_chat has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_recent_chat
    EXCEPT SELECT id, timestamp, username, message
    FROM rosey_old_recent_chat);
-- @verify recent_chat has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_recent_chat) AS found,
        (SELECT count(*) FROM rosey_back_recent_chat) AS arrived)
WHERE found <> arrived;
-- @verify every row of current_status has arrived as it was
SELECT * FROM (
    SELECT id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users, playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated
    FROM rosey_old_current_status
    EXCEPT SELECT * FROM rosey_back_current_status);
-- @verify current_status has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_current_status
    EXCEPT SELECT id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users,
    playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated
    FROM rosey_old_current_status);
-- @verify current_status has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_current_status) AS found,
        (SELECT count(*) FROM rosey_back_current_status) AS arrived)
WHERE found <> arrived;
-- @verify every row of outbound_messages has arrived as it was
SELECT * FROM (
    SELECT id, timestamp, message, sent, sent_timestamp, retry_count, last_error
    FROM rosey_old_outbound_messages
    EXCEPT SELECT * FROM rosey_back_outbound_messages);
-- @verify outbound_messages has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_outbound_messages
    EXCEPT SELECT id, timestamp, message, sent, sent_timestamp, retry_count, last_error
    FROM rosey_old_outbound_messages);
-- @verify outbound_messages has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_outbound_messages) AS found,
        (SELECT count(*) FROM rosey_back_outbound_messages) AS arrived)
WHERE found <> arrived;
-- @verify every row of api_tokens has arrived as it was
SELECT * FROM (
    SELECT token, description, created_at, last_used, revoked
    FROM rosey_old_api_tokens
    EXCEPT SELECT * FROM rosey_back_api_tokens);
-- @verify api_tokens has no row that was not there before
SELECT * FROM (
    SELECT * FROM rosey_back_api_tokens
    EXCEPT SELECT token, description, created_at, last_used, revoked
    FROM rosey_old_api_tokens);
-- @verify api_tokens has as many rows as before
SELECT * FROM (
    SELECT (SELECT count(*) FROM rosey_old_api_tokens) AS found,
        (SELECT count(*) FROM rosey_back_api_tokens) AS arrived)
WHERE found <> arrived;

-- @report
SELECT 'user_stats', 'found', count(*) FROM rosey_old_user_stats
UNION ALL SELECT 'user_stats', 'carried over', count(*) FROM rosey_old_user_stats
WHERE quarantined IS NULL
UNION ALL SELECT 'user_stats', 'of them with values filled in', count(*) FROM rosey_old_user_stats
WHERE quarantined IS NULL AND (total_chat_lines IS NULL OR total_time_connected IS NULL)
HAVING count(*) > 0
UNION ALL SELECT 'user_stats', 'quarantined: ' || quarantined, count(*) FROM rosey_old_user_stats
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'user_actions', 'found', count(*) FROM rosey_old_user_actions
UNION ALL SELECT 'user_actions', 'carried over', count(*) FROM rosey_old_user_actions
WHERE quarantined IS NULL
UNION ALL SELECT 'user_actions', 'quarantined: ' || quarantined, count(*) FROM rosey_old_user_actions
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'channel_stats', 'found', count(*) FROM rosey_old_channel_stats
UNION ALL SELECT 'channel_stats', 'carried over', count(*) FROM rosey_old_channel_stats
WHERE quarantined IS NULL
UNION ALL SELECT 'channel_stats', 'of them with values filled in', count(*) FROM rosey_old_channel_stats
WHERE quarantined IS NULL AND (max_users IS NULL OR max_connected IS NULL OR last_updated IS NULL)
HAVING count(*) > 0
UNION ALL SELECT 'channel_stats', 'quarantined: ' || quarantined, count(*) FROM rosey_old_channel_stats
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'user_count_history', 'found', count(*) FROM rosey_old_user_count_history
UNION ALL SELECT 'user_count_history', 'carried over', count(*) FROM rosey_old_user_count_history
WHERE quarantined IS NULL
UNION ALL SELECT 'user_count_history', 'quarantined: ' || quarantined, count(*) FROM rosey_old_user_count_history
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'recent_chat', 'found', count(*) FROM rosey_old_recent_chat
UNION ALL SELECT 'recent_chat', 'carried over', count(*) FROM rosey_old_recent_chat
WHERE quarantined IS NULL
UNION ALL SELECT 'recent_chat', 'quarantined: ' || quarantined, count(*) FROM rosey_old_recent_chat
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'current_status', 'found', count(*) FROM rosey_old_current_status
UNION ALL SELECT 'current_status', 'carried over', count(*) FROM rosey_old_current_status
WHERE quarantined IS NULL
UNION ALL SELECT 'current_status', 'of them with values filled in', count(*) FROM rosey_old_current_status
WHERE quarantined IS NULL AND (bot_afk IS NULL OR bot_afk NOT IN (0, 1) OR bot_connected IS NULL
    OR bot_connected NOT IN (0, 1)
    OR current_chat_users IS NULL OR current_connected_users IS NULL OR playlist_items IS NULL
    OR last_updated IS NULL)
HAVING count(*) > 0
UNION ALL SELECT 'current_status', 'quarantined: ' || quarantined, count(*) FROM rosey_old_current_status
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'outbound_messages', 'found', count(*) FROM rosey_old_outbound_messages
UNION ALL SELECT 'outbound_messages', 'carried over', count(*) FROM rosey_old_outbound_messages
WHERE quarantined IS NULL
UNION ALL SELECT 'outbound_messages', 'of them with values filled in', count(*) FROM rosey_old_outbound_messages
WHERE quarantined IS NULL AND (sent IS NULL OR sent NOT IN (0, 1) OR retry_count IS NULL)
HAVING count(*) > 0
UNION ALL SELECT 'outbound_messages', 'of them never to be sent', count(*) FROM rosey_old_outbound_messages
WHERE quarantined IS NULL AND (sent IS NULL OR sent NOT IN (0, 1) OR sent = 0 AND retry_count IS NULL)
HAVING count(*) > 0
UNION ALL SELECT 'outbound_messages', 'quarantined: ' || quarantined, count(*) FROM rosey_old_outbound_messages
WHERE quarantined IS NOT NULL GROUP BY quarantined
UNION ALL SELECT 'api_tokens', 'found', count(*) FROM rosey_old_api_tokens
UNION ALL SELECT 'api_tokens', 'carried over', count(*) FROM rosey_old_api_tokens
WHERE quarantined IS NULL
UNION ALL SELECT 'api_tokens', 'of them with values filled in', count(*) FROM rosey_old_api_tokens
WHERE quarantined IS NULL AND (revoked IS NULL OR revoked NOT IN (0, 1))
HAVING count(*) > 0
UNION ALL SELECT 'api_tokens', 'quarantined: ' || quarantined, count(*) FROM rosey_old_api_tokens
WHERE quarantined IS NOT NULL GROUP BY quarantined;

DROP VIEW rosey_back_user_stats;
DROP VIEW rosey_back_user_actions;
DROP VIEW rosey_back_channel_stats;
DROP VIEW rosey_back_user_count_history;
DROP VIEW rosey_back_recent_chat;
DROP VIEW rosey_back_current_status;
DROP VIEW rosey_back_outbound_messages;
DROP VIEW rosey_back_api_tokens;
DROP TABLE rosey_old_user_stats;
DROP TABLE rosey_old_user_actions;
DROP TABLE rosey_old_channel_stats;
DROP TABLE rosey_old_user_count_history;
DROP TABLE rosey_old_recent_chat;
DROP TABLE rosey_old_current_status;
DROP TABLE rosey_old_outbound_messages;
DROP TABLE rosey_old_api_tokens;
DROP TABLE rosey_old_sequences;
DROP TABLE rosey_v060_current_status;
DROP TABLE rosey_v060_api_tokens;
DROP TABLE rosey_v060_sequences;
