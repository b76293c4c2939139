using Isaa.Schemas.Yaml;

namespace Isaa.Models.Scripted.Reading;

/// <summary>Reads a playbook and reports everything that is wrong with it at once.</summary>
/// <param name="source">What the playbook is called in messages.</param>
/// <param name="readBeside">Reads a file that lies beside the playbook; gives null when there is none.</param>
internal sealed class PlaybookReader(string source, Func<string, string?> readBeside)
{
    public const string InvalidCode = "playbook_invalid";

    /// <exception cref="Diagnostics.IsaaException"><c>playbook_invalid</c>, with a line for each problem.</exception>
    public Playbook Read(string text)
    {
        var problems = new YamlProblems(source);
        var playbook = YamlText.Read(text, problems) is { } root ? Read(root) : null;
        problems.ThrowIfAny(InvalidCode);
        return playbook!;
    }

    private Playbook Read(YamlMap root)
    {
        root.Text("about");
        var variables = root.Map("variables");
        var texts = new TextReader(root.Problems, readBeside);
        var turns = new TurnReader(texts, new ConditionReader(texts));
        var playbook = new Playbook
        {
            Source = source,
            Continues = root.Truth("continues") ?? false,
            Variables = variables?.Keys.ToDictionary(name => name, name => variables.Text(name) ?? "") ?? [],
            Turns = [.. root.Maps("turns").Select(turns.Read)],
        };
        if (playbook.Turns.Count == 0 && root.Problems.Count == 0)
        {
            root.Problems.Add(root.Line, "`turns` is missing: a list of what the model says and calls.");
        }

        foreach (var name in variables?.Keys ?? [])
        {
            texts.Declare(name, variables!.LineOf(name));
        }

        texts.CheckNames();
        root.End();
        return playbook;
    }
}
