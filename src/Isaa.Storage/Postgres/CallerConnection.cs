using System.Data.Common;
using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Postgres.Engine.Writing;
using Isaa.Storage.Sql;
using Npgsql;

namespace Isaa.Storage.Postgres;

/// <summary>Writes inside a transaction that somebody else began on the same database. Its events get their place in the log when Isaa next writes.</summary>
internal static class CallerConnection
{
    private const string MarkCaller = "SELECT set_config('isaa.caller', ?, true), (to_regclass('isaa_jobs') IS NOT NULL)::int";

    public static T Write<T>(PostgresStore store, DbTransaction transaction, Func<SqlWriteContext, T> operation)
    {
        if (transaction is not NpgsqlTransaction { Connection: not null } own)
        {
            throw new ArgumentException($"The transaction must be an open NpgsqlTransaction on '{store.Shown}'; it is a {transaction.GetType().Name}.", nameof(transaction));
        }

        using var connection = PostgresConnection.Borrow(own);
        try
        {
            if (!HasStore(connection, "1"))
            {
                throw new ArgumentException($"The transaction's connection does not see the tables of '{store.Shown}'. Both must have the same database and search path.", nameof(transaction));
            }

            // Sums of its own, so that a long transaction keeps nobody waiting.
            var context = new PostgresWriteContext(connection, store.Writers, -connection.Driver.ProcessID) { Now = store.Session.Clock.Now, AgeingStep = store.Session.AgeingStep };
            var result = operation(context);
            context.Finish();
            _ = HasStore(connection, "");
            return result;
        }
        catch (Exception e) when (e is NpgsqlException || PostgresErrors.IsAway(e))
        {
            throw PostgresErrors.ToVisible(e, store.Shown);
        }
    }

    private static bool HasStore(PostgresConnection connection, string mark)
    {
        var row = connection.Statement(MarkCaller).Bind(1, mark);
        var found = row.Step() && row.Long(1) == 1;
        row.Reset();
        return found;
    }
}
