using System.Text.Json;
using Isaa.Definitions;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Definitions;

/// <summary>Keeps versioned definitions of all kinds in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class DefinitionStore(ISqlStore store) : IDefinitionStore
{
    public Task<DefinitionVersion> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken)
    {
        var hash = DefinitionVersion.HashOf(draft.Body.Span);
        return store.WriteAsync(context => Save(context, draft, hash), cancellationToken);
    }

    public Task<DefinitionVersion?> FindAsync(DefinitionKey key, int? version, CancellationToken cancellationToken) =>
        store.ReadAsync(context => version is { } number ? Find(context, key, number) : FindNewest(context, key), cancellationToken);

    public Task<IReadOnlyList<DefinitionVersion>> ListAsync(DefinitionQuery query, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<DefinitionVersion>>(
        context => DefinitionRows.Read(
            context.Statement("""
                SELECT d.tenant, d.kind, d.name, v.version, v.hash, v.created_at, v.author, v.description, v.tags, v.body, c.hash, c.accepted, c.decided_by, c.note, c.decided_at
                FROM isaa_definitions d
                JOIN isaa_definition_versions v ON v.definition = d.definition AND v.version = d.newest
                LEFT JOIN isaa_definition_decisions c ON c.decision = (
                    SELECT max(e.decision) FROM isaa_definition_decisions e WHERE e.definition = v.definition AND e.version = v.version)
                WHERE d.tenant = ?1 AND d.kind = ?2 AND d.name > ?3
                ORDER BY d.name
                """).Bind(1, query.Tenant).Bind(2, query.Kind).Bind(3, query.After ?? ""),
            query),
        cancellationToken);

    public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionKey key, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<DefinitionVersion>>(
        context => DefinitionRows.Read(context.Statement("""
            SELECT d.tenant, d.kind, d.name, v.version, v.hash, v.created_at, v.author, v.description, v.tags, v.body, c.hash, c.accepted, c.decided_by, c.note, c.decided_at
            FROM isaa_definitions d
            JOIN isaa_definition_versions v ON v.definition = d.definition
            LEFT JOIN isaa_definition_decisions c ON c.decision = (
                SELECT max(e.decision) FROM isaa_definition_decisions e WHERE e.definition = v.definition AND e.version = v.version)
            WHERE d.tenant = ?1 AND d.kind = ?2 AND d.name = ?3
            ORDER BY v.version DESC
            """).Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name)),
        cancellationToken);

    public Task<DefinitionVersion?> DecideAsync(DefinitionKey key, int version, string hash, DefinitionDecision decision, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            var inserted = context.Statement("""
                INSERT INTO isaa_definition_decisions (definition, version, hash, accepted, decided_by, note, decided_at)
                SELECT v.definition, v.version, v.hash, ?1, ?2, ?3, ?4
                FROM isaa_definitions d
                JOIN isaa_definition_versions v ON v.definition = d.definition
                WHERE d.tenant = ?5 AND d.kind = ?6 AND d.name = ?7 AND v.version = ?8 AND v.hash = ?9
                """)
                .Bind(1, decision.IsAccepted ? 1L : 0L).Bind(2, decision.By).Bind(3, decision.Note).Bind(4, context.Now)
                .Bind(5, key.Tenant).Bind(6, key.Kind).Bind(7, key.Name).Bind(8, version).Bind(9, hash)
                .RunCounted();
            return inserted == 0 ? null : Find(context, key, version);
        },
        cancellationToken);

    public Task<IReadOnlyList<DefinitionDecision>> ListDecisionsAsync(DefinitionKey key, int version, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<DefinitionDecision>>(
        context => DefinitionRows.ReadDecisions(context.Statement("""
            SELECT c.accepted, c.decided_by, c.note, c.decided_at
            FROM isaa_definitions d
            JOIN isaa_definition_decisions c ON c.definition = d.definition
            WHERE d.tenant = ?1 AND d.kind = ?2 AND d.name = ?3 AND c.version = ?4
            ORDER BY c.decision DESC
            """).Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name).Bind(4, version)),
        cancellationToken);

    public Task<int> DeleteAsync(DefinitionKey key, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            // The name's row stays: it has the number of the newest version there was, and those who save take turns on it.
            _ = DeleteOf(context, "isaa_definition_decisions", key);
            return DeleteOf(context, "isaa_definition_versions", key);
        },
        cancellationToken);

    private static int DeleteOf(SqlWriteContext context, string table, DefinitionKey key) => (int)context.Statement(
        $"DELETE FROM {table} WHERE definition IN (SELECT definition FROM isaa_definitions WHERE tenant = ?1 AND kind = ?2 AND name = ?3)")
        .Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name).RunCounted();

    private static DefinitionVersion Save(SqlWriteContext context, DefinitionDraft draft, string hash)
    {
        if (FindNewest(context, draft.Key) is { } same && same.Hash == hash)
        {
            return same;
        }

        var (definition, newest) = Lock(context, draft.Key);
        if (newest > 0 && FindNewest(context, draft.Key) is { } present && present.Hash == hash)
        {
            return present;
        }

        var version = newest + 1;
        context.Statement("""
            INSERT INTO isaa_definition_versions (definition, version, hash, created_at, author, description, tags, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
            .Bind(1, definition).Bind(2, version).Bind(3, hash).Bind(4, context.Now).Bind(5, draft.Author).Bind(6, draft.Description)
            .Bind(7, JsonSerializer.Serialize(draft.Tags, DefinitionRows.Json.IReadOnlyListString)).Bind(8, draft.Body.Span)
            .Run();
        context.Statement("UPDATE isaa_definitions SET newest = ?2 WHERE definition = ?1").Bind(1, definition).Bind(2, version).Run();
        return FindNewest(context, draft.Key)!;
    }

    // Two that save at once take turns on this row.
    private static (long Definition, int Newest) Lock(SqlWriteContext context, DefinitionKey key)
    {
        var rows = context.Statement("""
            INSERT INTO isaa_definitions (tenant, kind, name, newest) VALUES (?1, ?2, ?3, 0)
            ON CONFLICT (tenant, kind, name) DO UPDATE SET newest = isaa_definitions.newest
            RETURNING definition, newest
            """).Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name);
        _ = rows.Step();
        var row = (rows.Long(0), rows.Int(1));
        rows.Reset();
        return row;
    }

    private static DefinitionVersion? FindNewest(SqlContext context, DefinitionKey key) => DefinitionRows.Read(context.Statement("""
        SELECT d.tenant, d.kind, d.name, v.version, v.hash, v.created_at, v.author, v.description, v.tags, v.body, c.hash, c.accepted, c.decided_by, c.note, c.decided_at
        FROM isaa_definitions d
        JOIN isaa_definition_versions v ON v.definition = d.definition AND v.version = d.newest
        LEFT JOIN isaa_definition_decisions c ON c.decision = (
            SELECT max(e.decision) FROM isaa_definition_decisions e WHERE e.definition = v.definition AND e.version = v.version)
        WHERE d.tenant = ?1 AND d.kind = ?2 AND d.name = ?3
        """).Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name)).SingleOrDefault();

    private static DefinitionVersion? Find(SqlContext context, DefinitionKey key, int version) => DefinitionRows.Read(context.Statement("""
        SELECT d.tenant, d.kind, d.name, v.version, v.hash, v.created_at, v.author, v.description, v.tags, v.body, c.hash, c.accepted, c.decided_by, c.note, c.decided_at
        FROM isaa_definitions d
        JOIN isaa_definition_versions v ON v.definition = d.definition
        LEFT JOIN isaa_definition_decisions c ON c.decision = (
            SELECT max(e.decision) FROM isaa_definition_decisions e WHERE e.definition = v.definition AND e.version = v.version)
        WHERE d.tenant = ?1 AND d.kind = ?2 AND d.name = ?3 AND v.version = ?4
        """).Bind(1, key.Tenant).Bind(2, key.Kind).Bind(3, key.Name).Bind(4, version)).SingleOrDefault();
}
