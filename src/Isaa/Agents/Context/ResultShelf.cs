using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Isaa.Agents.Planning;
using Isaa.Agents.Settings;
using Isaa.Tools.Calling;

namespace Isaa.Agents.Context;

/// <summary>
/// Large results of a session that its model sees only the ends of, with a pointer, and reads in parts when it needs them. Those that never were in the session
/// as a whole are files in the session's folder; the others the session has.
/// </summary>
/// <param name="folder">The session's folder.</param>
internal sealed class ResultShelf(string folder)
{
    public const string ToolName = "read_result";

    private const string Name = "results";
    private const int MaxKept = 32 << 20;
    private const int MaxRead = 12_000;
    private const int MaxLine = 1_000;
    private const int MaxHits = 100;
    private const int StandardLines = 200;
    private const int FirstLines = 5;
    private const int LastLines = 3;
    private const int ShownLine = 200;

    private readonly Dictionary<string, string> _displaced = new(StringComparer.Ordinal);

    /// <summary>The inner tool by which a model reads them.</summary>
    public InnerTool CreateTool() => new(
        ToolName,
        "Reads a part of a large result that is shown only in part: lines from a number on, or those in which a text occurs.",
        """{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"from":{"type":"integer"},"lines":{"type":"integer"},"find":{"type":"string"}}}""",
        Read);

    /// <summary>Writes a result to a file; the same content is written once.</summary>
    /// <returns>What the model sees in its place.</returns>
    public string Store(string text)
    {
        var (kept, id) = (text.Length > MaxKept ? text[..MaxKept] : text, IdOf(text));
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Name)).FullName, $"{id}.txt");
        if (!File.Exists(path))
        {
            var next = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
            File.WriteAllText(next, kept);
            File.Move(next, path, overwrite: true);
        }

        return Pointer(kept, id, $"It is the file {Name}/{id}.txt in the folder of this session's scripts. ");
    }

    /// <summary>Takes a result out of the prompt that the session has as a whole.</summary>
    /// <returns>What the model sees in its place.</returns>
    public string Displace(string text)
    {
        var id = IdOf(text);
        _displaced[id] = text;
        return Pointer(text, id, "");
    }

    private static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    private static string Pointer(string text, string id, string where)
    {
        var lines = text.Split('\n');
        IEnumerable<string> shown = lines.Length <= FirstLines + LastLines ? lines : [.. lines.Take(FirstLines), "[…]", .. lines.TakeLast(LastLines)];
        var head = string.Create(CultureInfo.InvariantCulture, $"[A large result of {lines.Length:N0} lines and {text.Length:N0} characters, of which you see the ends. {where}Read parts of it with {ToolName} and id \"{id}\".]");
        return ResultText.Show($"{head}\n{string.Join('\n', shown.Select(l => l.Length <= ShownLine ? l : $"{l.AsSpan(0, ShownLine)}…"))}", MaxRead);
    }

    private InnerAnswer Read(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (Loose.Text(arguments, "id") is not { } id || !id.All(char.IsAsciiHexDigitLower))
        {
            return InnerAnswer.Refused(activity, "give the 'id' that stands in the result.");
        }

        if (Find(id) is not { } text)
        {
            return InnerAnswer.Refused(activity, $"there is no result '{id}' here. It may have been kept on another machine or for another session; call its tool again.");
        }

        var lines = text.Split('\n').SelectMany(line => line.Length <= MaxLine ? [line] : line.Chunk(MaxLine).Select(part => new string(part))).Index();
        if (Loose.Text(arguments, "find") is { } wanted)
        {
            var hits = lines.Where(l => l.Item.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Take(MaxHits).ToList();
            return new InnerAnswer(activity, hits.Count == 0 ? $"'{wanted}' is nowhere in it." : Show(hits));
        }

        var from = Math.Max(1, Loose.Number(arguments, "from") ?? 1);
        var part = lines.Skip(from - 1).Take(Math.Max(1, Loose.Number(arguments, "lines") ?? StandardLines)).ToList();
        return part.Count == 0 ? InnerAnswer.Refused(activity, $"it has {lines.Count()} lines; {from} is behind its end.") : new InnerAnswer(activity, Show(part));
    }

    private string? Find(string id)
    {
        var path = Path.Combine(folder, Name, $"{id}.txt");
        return _displaced.TryGetValue(id, out var text) ? text : File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static string Show(IReadOnlyList<(int Index, string Item)> lines) =>
        ResultText.Show(string.Join('\n', lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Index + 1}: {l.Item}"))), MaxRead);
}
