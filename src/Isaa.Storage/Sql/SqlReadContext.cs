namespace Isaa.Storage.Sql;

/// <summary>A read: it sees all that was committed when it began, and nothing of what came after.</summary>
internal abstract class SqlReadContext : SqlContext;
