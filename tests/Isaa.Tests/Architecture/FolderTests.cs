using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Isaa.Tests.Architecture;

/// <summary>Which folder of the engine may use which. A new folder gets a line here, after thought.</summary>
public sealed partial class FolderTests
{
    private static readonly string[] OpenToAll = ["Diagnostics", "Schemas", "Files", "Http"];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Diagnostics"] = [],
        ["Schemas"] = [],
        ["Files"] = [],
        ["Http"] = [],
        ["Sandbox"] = [],
        ["Models"] = [],
        ["Jobs"] = [],
        ["Definitions"] = [],
        ["Tools"] = ["Models", "Jobs", "Sandbox"],
        ["Functions"] = ["Definitions", "Tools", "Jobs", "Sandbox"],
        ["Memory"] = ["Models", "Tools", "Jobs"],
        ["Skills"] = ["Models", "Memory", "Tools"],
        ["Triggers"] = ["Tools", "Jobs"],
        ["Agents"] = ["Definitions", "Models", "Tools", "Memory", "Skills", "Jobs"],
        ["Chains"] = ["Definitions", "Agents", "Functions", "Tools", "Jobs"],
        ["Devices"] = ["Tools", "Jobs"],
        ["Workspace"] = ["Tools", "Jobs"],
        ["Intake"] = ["Agents", "Devices", "Workspace", "Triggers", "Jobs"],
        ["Dreams"] = ["Agents", "Skills", "Memory", "Triggers", "Jobs"],
        ["Hosting"] = ["*"],
    };

    private static readonly Dictionary<string, string[]> ForbiddenNamespaces = new()
    {
        ["src/Isaa.Protocol/"] = ["Isaa.Jobs", "Isaa.Agents", "Microsoft.Extensions.AI", "Microsoft.AspNetCore", "Microsoft.Data", "Npgsql"],
        ["src/Isaa/"] = ["Microsoft.Data", "Microsoft.AspNetCore", "Npgsql", "OpenAI", "Anthropic", "ModelContextProtocol", "Google", "Isaa.Storage", "Isaa.Server", "Isaa.Connectors", "Isaa.Cli"],
        ["src/Isaa.Storage/"] = ["Microsoft.AspNetCore", "OpenAI", "Anthropic", "Isaa.Server", "Isaa.Connectors", "Isaa.Cli"],
        ["src/Isaa.Connectors/"] = ["Microsoft.Data", "Npgsql", "Isaa.Storage", "Isaa.Server", "Isaa.Cli"],
        ["src/Isaa.Sandbox/"] = ["Microsoft.Data", "Npgsql", "Microsoft.AspNetCore", "Isaa.Jobs", "Isaa.Agents", "Isaa.Storage", "Isaa.Server"],
        ["src/Isaa.Server/"] = ["Isaa.Cli"],
    };

    [Fact]
    public void A_folder_of_the_engine_uses_only_what_the_table_allows()
    {
        var faults = new List<string>();
        foreach (var file in Repository.Product.Where(file => file.Path.StartsWith("src/Isaa/", StringComparison.Ordinal)))
        {
            var parts = file.Path.Split('/');
            var folder = parts.Length > 3 ? parts[2] : "";
            if (!MayUse.TryGetValue(folder, out var allowed))
            {
                faults.Add($"{file.Path}: the folder '{folder}' is not in the table of this test");
                continue;
            }

            var used = Mentions().Matches(file.Syntax.ToString()).Select(match => match.Groups[1].Value).Distinct();
            faults.AddRange(used
                .Where(other => other != folder && MayUse.ContainsKey(other))
                .Where(other => !OpenToAll.Contains(other) && !allowed.Contains(other) && !allowed.Contains("*"))
                .Select(other => $"{file.Path}: {folder} may not use {other}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void No_folder_table_line_allows_a_circle()
    {
        var done = new HashSet<string>();
        Assert.All(MayUse.Keys, folder => Visit(folder, []));

        void Visit(string folder, IReadOnlyList<string> path)
        {
            Assert.DoesNotContain(folder, path);
            if (folder == "*" || done.Contains(folder))
            {
                return;
            }

            foreach (var next in MayUse[folder])
            {
                Visit(next, [.. path, folder]);
            }

            done.Add(folder);
        }
    }

    [Fact]
    public void An_assembly_mentions_no_namespace_of_a_layer_above_it()
    {
        var faults =
            from file in Repository.Product
            from rule in ForbiddenNamespaces
            where file.Path.StartsWith(rule.Key, StringComparison.Ordinal)
            from forbidden in rule.Value
            where Regex.IsMatch(Code(file), $@"(?<![\w.]){Regex.Escape(forbidden)}(?= ;|\.\w)")
            select $"{file.Path}: mentions {forbidden}";

        Assert.Empty(faults);
    }

    private static string Code(SourceFile file) =>
        string.Join(' ', file.Syntax.DescendantTokens().Where(token => !token.IsKind(SyntaxKind.StringLiteralToken)).Select(token => token.Text))
            .Replace(" . ", ".", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(?:global::)?Isaa\.([A-Z]\w*)")]
    private static partial Regex Mentions();
}
