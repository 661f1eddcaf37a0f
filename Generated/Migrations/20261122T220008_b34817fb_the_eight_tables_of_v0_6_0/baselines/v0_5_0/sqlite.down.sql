-- Takes a database back to Rosey 0.5.0, with the rows that were written since. What 0.5.0 has no place for is kept in
-- rosey_v060_<table> until the next upgrade.

CREATE TABLE IF NOT EXISTS rosey_v060_current_status (
    status, current_users, connected_users, current_chat_users, current_connected_users);
CREATE TABLE IF NOT EXISTS rosey_v060_api_tokens (token PRIMARY KEY, id, name, permissions);
CREATE TABLE IF NOT EXISTS rosey_v060_sequences (name PRIMARY KEY, seq);
INSERT INTO rosey_v060_current_status
SELECT status, current_users, connected_users, current_chat_users, current_connected_users FROM current_status;
INSERT INTO rosey_v060_api_tokens SELECT token, id, name, permissions FROM api_tokens;
INSERT INTO rosey_v060_sequences SELECT name, seq FROM sqlite_sequence WHERE name = 'api_tokens';

-- The old rows: those that were carried over, with what has changed since, and those that were quarantined.
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
CREATE TABLE rosey_old_user_stats AS SELECT * FROM rosey_back_user_stats;
CREATE TABLE rosey_old_user_actions AS SELECT * FROM rosey_back_user_actions;
CREATE TABLE rosey_old_channel_stats AS SELECT * FROM rosey_back_channel_stats;
CREATE TABLE rosey_old_user_count_history AS SELECT * FROM rosey_back_user_count_history;
CREATE TABLE rosey_old_recent_chat AS SELECT * FROM rosey_back_recent_chat;
CREATE TABLE rosey_old_current_status AS SELECT * FROM rosey_back_current_status;
CREATE TABLE rosey_old_outbound_messages AS SELECT * FROM rosey_back_outbound_messages;
CREATE TABLE rosey_old_api_tokens AS SELECT * FROM rosey_back_api_tokens;
CREATE TABLE rosey_old_sequences AS SELECT name, seq FROM sqlite_sequence;

-- @verify every row finds its way back
SELECT 'user_stats' FROM user_stats
WHERE username NOT IN (SELECT username FROM rosey_old_user_stats WHERE username IS NOT NULL)
UNION ALL SELECT 'user_actions' FROM user_actions
WHERE id NOT IN (SELECT id FROM rosey_old_user_actions WHERE id IS NOT NULL)
UNION ALL SELECT 'channel_stats' FROM channel_stats
WHERE id NOT IN (SELECT id FROM rosey_old_channel_stats WHERE id IS NOT NULL)
UNION ALL SELECT 'user_count_history' FROM user_count_history
WHERE id NOT IN (SELECT id FROM rosey_old_user_count_history WHERE id IS NOT NULL)
UNION ALL SELECT 'recent_chat' FROM recent_chat
WHERE id NOT IN (SELECT id FROM rosey_old_recent_chat WHERE id IS NOT NULL)
UNION ALL SELECT 'current_status' FROM current_status
WHERE id NOT IN (SELECT id FROM rosey_old_current_status WHERE id IS NOT NULL)
UNION ALL SELECT 'outbound_messages' FROM outbound_messages
WHERE id NOT IN (SELECT id FROM rosey_old_outbound_messages WHERE id IS NOT NULL)
UNION ALL SELECT 'api_tokens' FROM api_tokens
WHERE token NOT IN (SELECT token FROM rosey_old_api_tokens WHERE token IS NOT NULL);

-- @report
SELECT 'user_stats', 'taken back', count(*) FROM rosey_old_user_stats
UNION ALL SELECT 'user_stats', 'still quarantined, since there are new ones in their place', count(*)
FROM rosey_v050_user_stats
WHERE quarantined IS NOT NULL AND NOT superseded AND username IN (SELECT username FROM user_stats) HAVING count(*) > 0
UNION ALL SELECT 'user_actions', 'taken back', count(*) FROM rosey_old_user_actions
UNION ALL SELECT 'channel_stats', 'taken back', count(*) FROM rosey_old_channel_stats
UNION ALL SELECT 'channel_stats', 'still quarantined, since there are new ones in their place', count(*)
FROM rosey_v050_channel_stats
WHERE quarantined IS NOT NULL AND NOT superseded AND id IN (SELECT id FROM channel_stats) HAVING count(*) > 0
UNION ALL SELECT 'user_count_history', 'taken back', count(*) FROM rosey_old_user_count_history
UNION ALL SELECT 'recent_chat', 'taken back', count(*) FROM rosey_old_recent_chat
UNION ALL SELECT 'current_status', 'taken back', count(*) FROM rosey_old_current_status
UNION ALL SELECT 'current_status', 'still quarantined, since there are new ones in their place', count(*)
FROM rosey_v050_current_status
WHERE quarantined IS NOT NULL AND NOT superseded AND id IN (SELECT id FROM current_status) HAVING count(*) > 0
UNION ALL SELECT 'outbound_messages', 'taken back', count(*) FROM rosey_old_outbound_messages
UNION ALL SELECT 'api_tokens', 'taken back', count(*) FROM rosey_old_api_tokens;

DROP VIEW rosey_back_user_stats;
DROP VIEW rosey_back_user_actions;
DROP VIEW rosey_back_channel_stats;
DROP VIEW rosey_back_user_count_history;
DROP VIEW rosey_back_recent_chat;
DROP VIEW rosey_back_current_status;
DROP VIEW rosey_back_outbound_messages;
DROP VIEW rosey_back_api_tokens;

-- What has come back is kept no longer.
UPDATE rosey_v050_user_stats SET superseded = 1
WHERE quarantined IS NOT NULL AND username IN (SELECT username FROM user_stats);
UPDATE rosey_v050_channel_stats SET superseded = 1
WHERE quarantined IS NOT NULL AND id IN (SELECT id FROM channel_stats);
UPDATE rosey_v050_current_status SET superseded = 1
WHERE quarantined IS NOT NULL AND id IN (SELECT id FROM current_status);
DELETE FROM rosey_v050_user_stats WHERE quarantined IS NULL OR NOT superseded;
DELETE FROM rosey_v050_user_actions;
DELETE FROM rosey_v050_channel_stats WHERE quarantined IS NULL OR NOT superseded;
DELETE FROM rosey_v050_user_count_history;
DELETE FROM rosey_v050_recent_chat;
DELETE FROM rosey_v050_current_status WHERE quarantined IS NULL OR NOT superseded;
DELETE FROM rosey_v050_outbound_messages;
DELETE FROM rosey_v050_api_tokens;

-- Indexes that 0.5.0 does not have; else they are kept for the tables to come.
DROP INDEX idx_last_seen;
DROP INDEX idx_user_actions_timestamp;
DROP INDEX idx_user_actions_username;
DROP INDEX idx_user_actions_username_timestamp;
DROP INDEX idx_outbound_timestamp;
DROP INDEX idx_api_tokens_active;
DROP INDEX api_tokens_token_key;

-- @revision

CREATE TABLE user_stats (
    username TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    total_chat_lines INTEGER DEFAULT 0,
    total_time_connected INTEGER DEFAULT 0,
    current_session_start INTEGER
);
-- user_stats: taken back
INSERT INTO user_stats (
    username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start)
SELECT
    username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
FROM rosey_old_user_stats;
CREATE TABLE user_actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    username TEXT NOT NULL,
    action_type TEXT NOT NULL,
    details TEXT
);
-- user_actions: taken back
INSERT INTO user_actions (
    id, timestamp, username, action_type, details)
SELECT
    id, timestamp, username, action_type, details
FROM rosey_old_user_actions;
CREATE TABLE channel_stats (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    max_users INTEGER DEFAULT 0,
    max_users_timestamp INTEGER,
    max_connected INTEGER DEFAULT 0,
    max_connected_timestamp INTEGER,
    last_updated INTEGER
);
-- channel_stats: taken back
INSERT INTO channel_stats (
    id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated)
SELECT
    id, max_users, max_users_timestamp, max_connected, max_connected_timestamp, last_updated
FROM rosey_old_channel_stats;
CREATE TABLE user_count_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    chat_users INTEGER NOT NULL,
    connected_users INTEGER NOT NULL
);
-- user_count_history: taken back
INSERT INTO user_count_history (
    id, timestamp, chat_users, connected_users)
SELECT
    id, timestamp, chat_users, connected_users
FROM rosey_old_user_count_history;
CREATE TABLE recent_chat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    username TEXT NOT NULL,
    message TEXT NOT NULL
);
-- recent_chat: taken back
INSERT INTO recent_chat (
    id, timestamp, username, message)
SELECT
    id, timestamp, username, message
FROM rosey_old_recent_chat;
CREATE TABLE current_status (
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
-- current_status: taken back
INSERT INTO current_status (
    id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users, playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated)
SELECT
    id, bot_name, bot_rank, bot_afk, channel_name, current_chat_users, current_connected_users, playlist_items,
    current_media_title, current_media_duration, bot_start_time, bot_connected, last_updated
FROM rosey_old_current_status;
CREATE TABLE outbound_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,
    message TEXT NOT NULL,
    sent INTEGER DEFAULT 0,
    sent_timestamp INTEGER,
    retry_count INTEGER DEFAULT 0,
    last_error TEXT
);
-- outbound_messages: taken back
INSERT INTO outbound_messages (
    id, timestamp, message, sent, sent_timestamp, retry_count, last_error)
SELECT
    id, timestamp, message, sent, sent_timestamp, retry_count, last_error
FROM rosey_old_outbound_messages;
CREATE TABLE api_tokens (
    token TEXT PRIMARY KEY,
    description TEXT,
    created_at INTEGER NOT NULL,
    last_used INTEGER,
    revoked INTEGER DEFAULT 0
);
-- api_tokens: taken back
INSERT INTO api_tokens (
    token, description, created_at, last_used, revoked)
SELECT
    token, description, created_at, last_used, revoked
FROM rosey_old_api_tokens;
CREATE INDEX idx_user_count_timestamp ON user_count_history(timestamp);
CREATE INDEX idx_recent_chat_timestamp ON recent_chat(timestamp DESC);
CREATE INDEX idx_outbound_sent ON outbound_messages(sent, timestamp);
CREATE INDEX idx_api_tokens_revoked ON api_tokens(revoked, token);

-- No id is ever used again.
DELETE FROM sqlite_sequence WHERE name IN ('user_actions', 'user_count_history', 'recent_chat', 'outbound_messages');
INSERT INTO sqlite_sequence (name, seq)
SELECT name, seq FROM rosey_old_sequences
WHERE name IN ('user_actions', 'user_count_history', 'recent_chat', 'outbound_messages');

DROP TABLE rosey_old_user_stats;
DROP TABLE rosey_old_user_actions;
DROP TABLE rosey_old_channel_stats;
DROP TABLE rosey_old_user_count_history;
DROP TABLE rosey_old_recent_chat;
DROP TABLE rosey_old_current_status;
DROP TABLE rosey_old_outbound_messages;
DROP TABLE rosey_old_api_tokens;
DROP TABLE rosey_old_sequences;
