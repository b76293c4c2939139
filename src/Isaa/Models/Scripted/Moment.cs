using System.Globalization;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Scripted;

/// <summary>The conversation as a playbook sees it at one point.</summary>
internal sealed class Moment(Playbook playbook, string model, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    private const int ShortCharacters = 300;

    public string Task { get; set; } = "";

    /// <summary>1 for the first answer to the task.</summary>
    public int Turn { get; set; } = 1;

    /// <summary>How often the turn under consideration would have been played, this time included.</summary>
    public int Play { get; set; } = 1;

    public int Line { get; set; }

    public List<ToolResult> Results { get; } = [];

    public List<string> Called { get; } = [];

    public Dictionary<string, string> Variables { get; } = new(playbook.Variables, StringComparer.Ordinal);

    /// <summary>How many messages of the conversation lie before this point.</summary>
    public int MessageCount { get; set; }

    public ToolResult? LastResult => Results.Count > 0 ? Results[^1] : null;

    public bool IsOffered(string tool) => options?.Tools?.Any(offered => offered.Name == tool) == true;

    public bool AnyText(Func<string, bool> holds) =>
        messages.Take(MessageCount).SelectMany(message => message.Contents).Any(content => content switch
        {
            TextContent text => holds(text.Text),
            FunctionResultContent result => holds(ToolCallText.Result(result)),
            _ => false,
        });

    /// <summary>The value of a placeholder; null when the variable has none yet.</summary>
    public string? Find(string name) => name switch
    {
        "task" => Task,
        "turn" => Turn.ToString(CultureInfo.InvariantCulture),
        "i" => Play.ToString(CultureInfo.InvariantCulture),
        "results" => Results.Count.ToString(CultureInfo.InvariantCulture),
        "lastTool" => LastResult?.Tool ?? "",
        "lastResult" => LastResult?.Text ?? "",
        "model" => model,
        _ => Variables.GetValueOrDefault(name),
    };

    public ModelException Broken(string reason) =>
        new("model_bad_answer", $"{playbook.Source}:{Line}: {reason}.", isTransient: false);

    public static string Short(string text) => text.Length <= ShortCharacters ? text : text[..ShortCharacters] + " ...";

    public void StartAgain()
    {
        Turn = 1;
        Results.Clear();
        Called.Clear();
        Variables.Clear();
        foreach (var (name, value) in playbook.Variables)
        {
            Variables[name] = value;
        }
    }
}
