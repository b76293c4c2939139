using System.Globalization;
using Isaa.Diagnostics;
using Npgsql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>Where a PostgreSQL store is: what the driver needs, and what may be shown.</summary>
internal sealed class PostgresAddress
{
    private PostgresAddress(NpgsqlConnectionStringBuilder settings)
    {
        Schema = settings.SearchPath?.Split(',')[0].Trim().Trim('"') is { Length: > 0 } schema && schema != "$user" ? schema : null;
        Shown = $"postgres://{settings.Host}{(settings.Port == 5432 ? "" : ":" + settings.Port.ToString(CultureInfo.InvariantCulture))}/{settings.Database}"
            + (Schema is null ? "" : $" schema {Schema}");

        // Each thread keeps its own connection, and commands prepare themselves at their second use.
        settings.Pooling = false;
        settings.Enlist = false;
        settings.MaxAutoPrepare = 300;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "isaa";
        settings.TcpKeepAlive = true;
        Driver = settings.ConnectionString;
    }

    /// <summary>The driver's connection string, with the password.</summary>
    public string Driver { get; }

    /// <summary>The store's name for people, without user and password.</summary>
    public string Shown { get; }

    /// <summary>The schema that has the tables; null for the user's own.</summary>
    public string? Schema { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="IsaaException"><c>store_invalid</c>: it cannot be read; the message says where.</exception>
    public static PostgresAddress Parse(string text)
    {
        try
        {
            var isUri = text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);
            var settings = isUri ? FromUri(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(settings.Host))
            {
                throw new ArgumentException("it names no host");
            }

            settings.Database ??= settings.Username;
            return new PostgresAddress(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new IsaaException("store_invalid", $"The address of the PostgreSQL store cannot be read: {e.Message}. Right would be postgres://user:password@host:5432/database?search_path=isaa", e);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host).Trim('[', ']'), Port = uri.IsDefaultPort ? 5432 : uri.Port };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            settings.Database = Uri.UnescapeDataString(database);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Uri.UnescapeDataString(parts[0]).Replace('_', ' ');
            settings[name == "sslmode" ? "SSL Mode" : name] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]).Replace("verify-", "Verify", StringComparison.Ordinal) : "";
        }

        return settings;
    }
}
