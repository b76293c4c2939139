namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A read: it sees all that was committed when it began, and nothing of what came after.</summary>
internal sealed class SqliteReadContext(SqliteDatabase database) : SqliteContext(database);
