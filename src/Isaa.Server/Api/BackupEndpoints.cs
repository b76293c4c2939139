using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Storage.Sqlite;
using Isaa.Storage.Sqlite.Backups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class BackupEndpoints
{
    public static void MapBackup(this IEndpointRouteBuilder app) =>
        app.MapGet("/backup", SaveAsync).WithSummary("One state of the SQLite store as a file, made and looked through while everything goes on")
            .Produces<byte[]>(200, "application/octet-stream");

    private static async Task SaveAsync(HttpContext context, IsaaHome home, IdSource ids, IServiceProvider services)
    {
        var store = services.GetService(typeof(SqliteStore)) as SqliteStore
            ?? throw new IsaaException("backup_unsupported", "Isaa backs up a SQLite store. This server's store is PostgreSQL: use pg_dump or your server's own backups.");
        var copy = home.File($"backup-{ids.Next():N}.db");
        try
        {
            await SqliteBackup.SaveAsync(store, copy, context.RequestAborted);
            await TypedResults.PhysicalFile(copy, "application/octet-stream", "isaa-backup.db").ExecuteAsync(context);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
