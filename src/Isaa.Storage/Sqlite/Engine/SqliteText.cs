using System.Text.RegularExpressions;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>Turns a command's common text into SQLite's.</summary>
internal static partial class SqliteText
{
    /// <summary>Leaves out row locks: who writes here has the whole database.</summary>
    public static string Translate(string sql) => RowLock().Replace(sql, "");

    [GeneratedRegex(@"\s+FOR\s+UPDATE(\s+OF\s+\w+)?(\s+SKIP\s+LOCKED)?")]
    private static partial Regex RowLock();
}
