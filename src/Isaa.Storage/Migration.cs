using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Isaa.Storage;

/// <summary>One step of a schema's history. Once released its text never changes.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Tells whether the text that was applied is the text at hand.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The migrations of one dialect, in order, from the resources named <c>.Dialect.Migrations.NNNN_name.sql</c>.</summary>
    public static IReadOnlyList<Migration> Load(string dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"Isaa.Storage.{dialect}.Migrations.";
        var found = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Select(n => Read(assembly, n, n[prefix.Length..]))
            .OrderBy(m => m.Version)
            .ToList();
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Version != i + 1)
            {
                throw new InvalidOperationException($"Migration {found[i].Name} should have the number {i + 1:0000}.");
            }
        }

        return found;
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return new Migration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, reader.ReadToEnd());
    }
}
