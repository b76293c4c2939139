using System.Globalization;
using System.Text.Json;
using Isaa.Cli.Commands;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Approvals;
using Spectre.Console;

namespace Isaa.Cli.Rendering.Approvals;

/// <summary>Approvals, many or one.</summary>
internal static class ApprovalTable
{
    private static readonly JsonSerializerOptions Indented = new(ProtocolJson.Default.Options) { WriteIndented = true };

    public static void Write(CliContext context, ApprovalPage page)
    {
        if (page.Approvals.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]Nothing asks for approval.[/]");
            return;
        }

        var table = PlainTable.Create("ID", "STATE", "TOOL", "RISK", "AGENT", "ASKED", "ARGUMENTS");
        foreach (var one in page.Approvals)
        {
            table.AddRow(
                new Text(one.Id[..12]),
                new Markup(State(one)),
                new Text(SafeText.Line(one.Tool, 40)),
                new Text(one.Risk),
                new Text(SafeText.Line(one.Agent, 32)),
                new Text(one.AskedAt.ToString("u", CultureInfo.InvariantCulture)),
                new Text(SafeText.Line(one.Arguments.GetRawText(), 60)));
        }

        context.Screen.Out.Write(table);
        if (page.Next is { } next)
        {
            context.Screen.Error.MarkupLine($"[dim]More: --before {SafeText.Markup(next)}[/]");
        }
    }

    /// <summary>The approval with all that a person must see to answer, or as JSON.</summary>
    public static void Write(CliContext context, ApprovalView approval)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, approval, ProtocolJson.Default.ApprovalView);
            return;
        }

        var console = context.Screen.Out;
        console.MarkupLine($"[bold]{SafeText.Markup(approval.Tool, 80)}[/] {State(approval)} [dim]{approval.Id}[/]");
        console.MarkupLine($"[dim]asked by agent {SafeText.Markup(approval.Agent, 80)} in run {SafeText.Markup(approval.Run)}, turn {approval.Turn}, at {approval.AskedAt:u}{Expiry(approval)}[/]");
        console.MarkupLine($"risk {approval.Risk}: {SafeText.Markup(approval.Reason, 300)}");
        Write(context, "arguments", approval.Arguments);
        if (approval.EditedArguments is { } edited)
        {
            Write(context, "approved with other arguments", edited);
        }

        if (approval.DecidedBy is { } by)
        {
            console.MarkupLine($"decided by {SafeText.Markup(by, 200)} at {approval.DecidedAt:u}{(approval.Note is { } note ? $": {SafeText.Markup(note, 1_000)}" : "")}");
        }

        console.MarkupLine($"[dim]hash {approval.Hash}[/]");
    }

    private static void Write(CliContext context, string title, JsonElement arguments)
    {
        context.Screen.Out.MarkupLine($"[dim]{title}[/]");
        context.Screen.Writer.WriteLine(SafeText.Clean(JsonSerializer.Serialize(arguments, Indented.GetTypeInfo(typeof(JsonElement)))));
    }

    private static string Expiry(ApprovalView approval) => approval is { State: "pending", ExpiresAt: { } end } ? $", refused by itself at {end:u}" : "";

    private static string State(ApprovalView approval) => approval.State switch
    {
        "pending" => "[yellow]pending[/]",
        "approved" or "used" => $"[green]{approval.State}[/]",
        _ => $"[red]{SafeText.Markup(approval.State, 20)}[/]",
    };
}
