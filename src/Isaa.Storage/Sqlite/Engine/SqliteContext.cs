namespace Isaa.Storage.Sqlite.Engine;

/// <summary>What a database operation may use. It belongs to the operation's thread and ends with it.</summary>
internal abstract class SqliteContext(SqliteDatabase database)
{
    /// <summary>The connection.</summary>
    public SqliteDatabase Database { get; } = database;

    /// <summary>The prepared command of this text; the text must be a constant.</summary>
    public SqliteStatement Statement(string sql) => Database.Statement(sql);
}
