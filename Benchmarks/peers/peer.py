"""The workloads in Python: what it is told on standard input, line by line, it does, and answers with a checksum.

    peer.py KIND ADDRESS      KIND: sqlite3, sqlalchemy-sqlite, asyncpg, sqlalchemy-postgresql
"""

import asyncio
import sys
import threading
import time

USERS, ROWS, CHATTERS, FIRST_TIME, READERS = 10_000, 100_000, 1_000, 1_790_000_000, 8
NAMES = [f"user{i}" for i in range(USERS)]
MESSAGES = [f"this is chat message number {i}" for i in range(ROWS)]

FIND = """SELECT username, first_seen, last_seen, total_chat_lines, total_time_connected, current_session_start
    FROM user_stats WHERE username = {}"""
ALL = "SELECT id, timestamp, username, message FROM recent_chat"
PAGE = ALL + " WHERE timestamp >= {} ORDER BY timestamp LIMIT 10"
INSERT = "INSERT INTO recent_chat (timestamp, username, message) VALUES ({}, {}, {})"
ADD = "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1 WHERE username = {}"
SEEN = "UPDATE user_stats SET total_chat_lines = total_chat_lines + 1, last_seen = {} WHERE username = {}"
EXPIRE = "DELETE FROM recent_chat WHERE timestamp < {}"
UPSERT = """INSERT INTO user_stats (username, first_seen, last_seen, total_chat_lines, total_time_connected,
    current_session_start) VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (username) DO UPDATE SET
    first_seen = excluded.first_seen, last_seen = excluded.last_seen, total_chat_lines = excluded.total_chat_lines,
    total_time_connected = excluded.total_time_connected, current_session_start = excluded.current_session_start"""


def name(i):
    return NAMES[i * 7919 % USERS]


def page_start(i, start):
    return FIRST_TIME + start + i * 7919 % (ROWS - 10)


def chat(when, i):
    return (when, NAMES[i % CHATTERS], MESSAGES[i % ROWS])


def user(i):
    return (NAMES[i % USERS], i % USERS, FIRST_TIME + i, 0, 0, None)


def split(address):
    """An address without libpq's `options`, of which these drivers know nothing, and what they set."""
    import urllib.parse

    address, _, options = address.partition("&options=")
    setting = urllib.parse.unquote(options).removeprefix("-c ")
    return address, dict([setting.split("=")]) if setting else {}


def summary(times, writes, seconds):
    times.sort()
    return (
        len(times) / seconds,
        times[len(times) // 2] * 1e6,
        times[len(times) * 99 // 100] * 1e6,
        writes / seconds,
    )


class SQLite3:
    """The standard library's sqlite3, as v0.5.0 of the bot used it, with SQL and tuples."""

    def __init__(self, path):
        import sqlite3

        self.sqlite3, self.path = sqlite3, path
        self.db = self.connect()

    def connect(self):
        db = self.sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=100)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("PRAGMA busy_timeout = 5000")
        return db

    def selects(self, count):
        total, sql = 0, FIND.format("?")
        for i in range(count):
            row = self.db.execute(sql, (name(i),)).fetchone()
            total += row[1] + len(row[0])
        return total

    def run(self, workload, count, start):
        db, execute = self.db, self.db.execute
        if workload == "W1":
            return self.selects(count)
        if workload == "W1b":
            execute("BEGIN")
            total = self.selects(count)
            execute("COMMIT")
            return total
        if workload in ("W2", "W2-many"):
            execute("BEGIN IMMEDIATE")
            sql, rows = INSERT.format("?", "?", "?"), (chat(FIRST_TIME + i, i) for i in range(count))
            if workload == "W2":
                for row in rows:
                    execute(sql, row)
            else:
                db.executemany(sql, rows)
            execute("COMMIT")
            return count
        if workload == "W3":
            rows = execute(ALL).fetchall()
            return len(rows) + sum(row[1] for row in rows)
        if workload == "W4":
            total, sql = 0, PAGE.format("?")
            for i in range(count):
                rows = execute(sql, (page_start(i, start),)).fetchall()
                total += len(rows) + sum(row[1] for row in rows)
            return total
        if workload == "W5":
            sql = ADD.format("?")
            return sum(execute(sql, (name(i),)).rowcount for i in range(count))
        if workload in ("W6", "W6-many"):
            execute("BEGIN IMMEDIATE")
            sql = UPSERT.format(*"??????")
            if workload == "W6":
                for i in range(count):
                    execute(sql, user(i))
            else:
                db.executemany(sql, (user(i) for i in range(count)))
            execute("COMMIT")
            return count
        if workload == "W7":
            total = 0
            for i in range(count):
                when = FIRST_TIME + start + ROWS + i
                execute("BEGIN IMMEDIATE")
                total += execute(SEEN.format("?", "?"), (when, name(i))).rowcount
                execute(INSERT.format("?", "?", "?"), chat(when, i))
                total += execute(EXPIRE.format("?"), (when - ROWS + 1,)).rowcount
                execute("COMMIT")
            return total

    def concurrently(self, seconds):
        times, writes, end = [], [0], time.perf_counter() + seconds

        def read(number):
            db, i, mine = self.connect(), number, []
            begin = time.perf_counter()
            while begin < end:
                db.execute(FIND.format("?"), (name(i),)).fetchone()
                now = time.perf_counter()
                mine.append(now - begin)
                begin, i = now, i + 1
            times.extend(mine)

        def write():
            db = self.connect()
            while time.perf_counter() < end:
                db.execute(ADD.format("?"), (name(writes[0]),))
                writes[0] += 1

        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        threads.append(threading.Thread(target=write))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return summary(times, writes[0], seconds)


class Asynchronous:
    """What runs in an event loop."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def run(self, workload, count, start):
        return self.loop.run_until_complete(self.work(workload, count, start))

    def concurrently(self, seconds):
        async def all():
            times, writes, end = [], [0], time.perf_counter() + seconds

            async def read(number):
                i, begin = number, time.perf_counter()
                while begin < end:
                    await self.find(i)
                    now = time.perf_counter()
                    times.append(now - begin)
                    begin, i = now, i + 1

            async def write():
                while time.perf_counter() < end:
                    await self.add(writes[0])
                    writes[0] += 1

            await asyncio.gather(write(), *(read(number) for number in range(READERS)))
            return summary(times, writes[0], seconds)

        return self.loop.run_until_complete(all())


class AsyncPG(Asynchronous):
    """asyncpg with prepared statements and COPY. Its pool resets a connection after each use, which takes a round trip, so one
    is kept but where several tasks share it."""

    def __init__(self, address):
        super().__init__()
        import asyncpg

        async def connect():
            return await asyncpg.create_pool(address, server_settings=settings, min_size=1, max_size=10)

        address, settings = split(address)
        self.pool = self.loop.run_until_complete(connect())

    async def find(self, i):
        return await self.pool.fetchrow(FIND.format("$1"), name(i))

    async def add(self, i):
        return int((await self.pool.execute(ADD.format("$1"), name(i))).split()[-1])

    async def work(self, workload, count, start):
        async with self.pool.acquire() as db:
            if workload == "W1":
                total, sql = 0, FIND.format("$1")
                for i in range(count):
                    row = await db.fetchrow(sql, name(i))
                    total += row["first_seen"] + len(row["username"])
                return total
            if workload.startswith("W5"):
                total, sql = 0, ADD.format("$1")
                for i in range(count):
                    total += int((await db.execute(sql, name(i))).split()[-1])
                return total
            if workload == "W3":
                rows = await db.fetch(ALL)
                return len(rows) + sum(row["timestamp"] for row in rows)
            if workload == "W4":
                total, sql = 0, PAGE.format("$1")
                for i in range(count):
                    rows = await db.fetch(sql, page_start(i, start))
                    total += len(rows) + sum(row["timestamp"] for row in rows)
                return total
            if workload == "W1b":
                async with db.transaction(isolation="repeatable_read", readonly=True):
                    total, find = 0, await db.prepare(FIND.format("$1"))
                    for i in range(count):
                        row = await find.fetchrow(name(i))
                        total += row["first_seen"] + len(row["username"])
                    return total
            if workload == "W2":
                async with db.transaction():
                    insert = await db.prepare(INSERT.format("$1", "$2", "$3"))
                    for i in range(count):
                        await insert.fetch(*chat(FIRST_TIME + i, i))
                return count
            if workload == "W2-many":
                rows = (chat(FIRST_TIME + i, i) for i in range(count))
                columns = ["timestamp", "username", "message"]
                await db.copy_records_to_table("recent_chat", records=rows, columns=columns)
                return count
            if workload in ("W6", "W6-many"):
                sql = UPSERT.format("$1", "$2", "$3", "$4", "$5", "$6")
                async with db.transaction():
                    if workload == "W6":
                        upsert = await db.prepare(sql)
                        for i in range(count):
                            await upsert.fetch(*user(i))
                    else:
                        await db.executemany(sql, [user(i) for i in range(count)])
                return count
            if workload == "W7":
                total = 0
                for i in range(count):
                    when = FIRST_TIME + start + ROWS + i
                    async with db.transaction():
                        total += int((await db.execute(SEEN.format("$1", "$2"), when, name(i))).split()[-1])
                        await db.execute(INSERT.format("$1", "$2", "$3"), *chat(when, i))
                        total += int((await db.execute(EXPIRE.format("$1"), when - ROWS + 1)).split()[-1])
                return total


class SQLAlchemy(Asynchronous):
    """SQLAlchemy's ORM, asynchronous, with a session for each transaction."""

    def __init__(self, url):
        super().__init__()
        from sqlalchemy import event
        from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase):
            pass

        class User(Base):
            __tablename__ = "user_stats"
            username: Mapped[str] = mapped_column(primary_key=True)
            first_seen: Mapped[int]
            last_seen: Mapped[int]
            total_chat_lines: Mapped[int]
            total_time_connected: Mapped[int]
            current_session_start: Mapped[int | None]

        class Chat(Base):
            __tablename__ = "recent_chat"
            id: Mapped[int] = mapped_column(primary_key=True)
            timestamp: Mapped[int]
            username: Mapped[str]
            message: Mapped[str]

        from sqlalchemy import BigInteger

        for table in (User.__table__, Chat.__table__):
            for column in table.columns:
                if column.type.python_type is int:
                    column.type = BigInteger()
        self.User, self.Chat = User, Chat
        self.is_sqlite = url.startswith("sqlite")
        url, settings = (url, {}) if self.is_sqlite else split(url)
        arguments = {} if self.is_sqlite else {"server_settings": settings}
        self.engine = create_async_engine(url, pool_size=10, connect_args=arguments)
        if self.is_sqlite:

            @event.listens_for(self.engine.sync_engine, "connect")
            def configure(connection, _):
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute("PRAGMA busy_timeout = 5000")

        self.session = async_sessionmaker(self.engine, expire_on_commit=False)

    async def find(self, i):
        async with self.session() as session:
            return await session.get(self.User, name(i))

    def addition(self, i, **others):
        from sqlalchemy import update

        user = self.User
        return update(user).where(user.username == name(i)).values(total_chat_lines=user.total_chat_lines + 1, **others)

    async def add(self, i):
        async with self.session.begin() as session:
            return (await session.execute(self.addition(i))).rowcount

    def upsert(self):
        if self.is_sqlite:
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert
        statement = insert(self.User)
        names = ["first_seen", "last_seen", "total_chat_lines", "total_time_connected", "current_session_start"]
        return statement.on_conflict_do_update(
            index_elements=["username"], set_={name: statement.excluded[name] for name in names}
        )

    async def work(self, workload, count, start):
        from sqlalchemy import delete, insert, select

        User, Chat = self.User, self.Chat

        def row(when, i):
            return dict(zip(("timestamp", "username", "message"), chat(when, i)))

        def person(i):
            return dict(zip(User.__table__.columns.keys(), user(i)))

        if workload == "W1":
            total = 0
            for i in range(count):
                found = await self.find(i)
                total += found.first_seen + len(found.username)
            return total
        if workload.startswith("W5"):
            return sum([await self.add(i) for i in range(count)])
        if workload == "W3":
            async with self.session() as session:
                rows = (await session.scalars(select(Chat))).all()
                return len(rows) + sum(row.timestamp for row in rows)
        if workload == "W4":
            total = 0
            for i in range(count):
                async with self.session() as session:
                    query = select(Chat).where(Chat.timestamp >= page_start(i, start))
                    rows = (await session.scalars(query.order_by(Chat.timestamp).limit(10))).all()
                    total += len(rows) + sum(row.timestamp for row in rows)
            return total
        if workload == "W7":
            total = 0
            for i in range(count):
                when = FIRST_TIME + start + ROWS + i
                async with self.session.begin() as session:
                    total += (await session.execute(self.addition(i, last_seen=when))).rowcount
                    session.add(Chat(**row(when, i)))
                    total += (await session.execute(delete(Chat).where(Chat.timestamp < when - ROWS + 1))).rowcount
            return total
        async with self.session.begin() as session:
            if workload == "W1b":
                total = 0
                for i in range(count):
                    found = await session.scalar(select(User).where(User.username == name(i)))
                    total += found.first_seen + len(found.username)
                return total
            if workload in ("W2", "W2-many"):
                if workload == "W2":
                    for i in range(count):
                        session.add(Chat(**row(FIRST_TIME + i, i)))
                        await session.flush()
                else:
                    await session.execute(insert(Chat), [row(FIRST_TIME + i, i) for i in range(count)])
                return count
            if workload in ("W6", "W6-many"):
                statement = self.upsert()
                if workload == "W6":
                    for i in range(count):
                        await session.execute(statement, person(i))
                else:
                    await session.execute(statement, [person(i) for i in range(count)])
                return count


def peer(kind, address):
    if kind == "sqlite3":
        return SQLite3(address)
    if kind == "asyncpg":
        return AsyncPG(address)
    if kind == "sqlalchemy-sqlite":
        return SQLAlchemy("sqlite+aiosqlite:///" + address)
    return SQLAlchemy(address.replace("postgresql://", "postgresql+asyncpg://", 1))


def main():
    contestant = peer(*sys.argv[1:3])
    for line in sys.stdin:
        workload, count, start = line.split()
        if workload == "W8":
            answer = contestant.concurrently(float(count))
        else:
            answer = (contestant.run(workload, int(count), int(start)),)
        print(*answer, flush=True)


main()
