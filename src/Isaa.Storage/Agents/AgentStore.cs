using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Keeps agents' definitions in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class AgentStore(ISqlStore store) : IAgentStore
{
    public Task<AgentVersion> SaveAsync(string tenant, AgentDefinition definition, string hash, CancellationToken cancellationToken)
    {
        var body = AgentDefinitionJson.Write(definition);
        return store.WriteAsync(context => Save(context, tenant, definition, hash, body), cancellationToken);
    }

    public Task<AgentVersion?> FindAsync(string tenant, string name, int? version, CancellationToken cancellationToken) =>
        store.ReadAsync(context => version is { } number ? Find(context, tenant, name, number) : FindNewest(context, tenant, name), cancellationToken);

    public Task<IReadOnlyList<AgentVersion>> ListAsync(string tenant, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<AgentVersion>>(
        context => ReadAll(context.Statement("""
            SELECT a.tenant, a.version, a.hash, a.created_at, a.definition
            FROM isaa_agents a
            WHERE a.tenant = ?1 AND a.version = (SELECT max(b.version) FROM isaa_agents b WHERE b.tenant = a.tenant AND b.name = a.name)
            ORDER BY a.name
            """).Bind(1, tenant)),
        cancellationToken);

    public Task<IReadOnlyList<AgentVersion>> ListVersionsAsync(string tenant, string name, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<AgentVersion>>(
        context => ReadAll(context.Statement("""
            SELECT tenant, version, hash, created_at, definition
            FROM isaa_agents
            WHERE tenant = ?1 AND name = ?2
            ORDER BY version DESC
            """).Bind(1, tenant).Bind(2, name)),
        cancellationToken);

    private static AgentVersion Save(SqlWriteContext context, string tenant, AgentDefinition definition, string hash, byte[] body)
    {
        var newest = FindNewest(context, tenant, definition.Name);
        if (newest?.Hash == hash)
        {
            return newest;
        }

        var version = (newest?.Version ?? 0) + 1;
        context.Statement("""
            INSERT INTO isaa_agents (tenant, name, version, hash, created_at, definition) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """).Bind(1, tenant).Bind(2, definition.Name).Bind(3, version).Bind(4, hash).Bind(5, context.Now).Bind(6, body).Run();
        return new AgentVersion
        {
            Tenant = tenant,
            Version = version,
            Hash = hash,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(context.Now),
            Definition = AgentDefinitionJson.Read(body),
        };
    }

    private static AgentVersion? FindNewest(SqlContext context, string tenant, string name) => ReadAll(context.Statement("""
        SELECT tenant, version, hash, created_at, definition
        FROM isaa_agents
        WHERE tenant = ?1 AND name = ?2
        ORDER BY version DESC LIMIT 1
        """).Bind(1, tenant).Bind(2, name)).SingleOrDefault();

    private static AgentVersion? Find(SqlContext context, string tenant, string name, int version) => ReadAll(context.Statement("""
        SELECT tenant, version, hash, created_at, definition
        FROM isaa_agents
        WHERE tenant = ?1 AND name = ?2 AND version = ?3
        """).Bind(1, tenant).Bind(2, name).Bind(3, version)).SingleOrDefault();

    private static List<AgentVersion> ReadAll(SqlStatement rows)
    {
        var versions = new List<AgentVersion>();
        while (rows.Step())
        {
            versions.Add(new AgentVersion
            {
                Tenant = rows.Text(0),
                Version = rows.Int(1),
                Hash = rows.Text(2),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(3)),
                Definition = AgentDefinitionJson.Read(rows.Span(4)),
            });
        }

        return versions;
    }
}
