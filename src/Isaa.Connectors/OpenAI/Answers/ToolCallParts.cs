using System.Globalization;
using System.Text.Json;
using System.Text;
using Isaa.Connectors.Calling;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.OpenAI.Answers;

/// <summary>Puts tool calls together from fragments, which interleave and differ from service to service.</summary>
/// <param name="messageCount">How many messages the request had; it goes into the ids made here, so that they are unique in the conversation.</param>
internal sealed class ToolCallParts(int messageCount)
{
    private readonly List<Part> _parts = [];

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>Adds the elements of a <c>tool_calls</c> array.</summary>
    public void Add(JsonElement fragments)
    {
        if (fragments.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var fragment in fragments.EnumerateArray())
        {
            if (fragment.ValueKind == JsonValueKind.Object)
            {
                AddFragment(fragment);
            }
        }
    }

    /// <summary>The calls in the order of their indices.</summary>
    public IReadOnlyList<FunctionCallContent> Complete()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var calls = new List<FunctionCallContent>();
        foreach (var part in _parts.OrderBy(part => part.Index))
        {
            var id = part.Id.Length > 0 && ids.Add(part.Id)
                ? part.Id
                : string.Create(CultureInfo.InvariantCulture, $"call_{messageCount}_{calls.Count}");
            ids.Add(id);
            calls.Add(CallArguments.Call(id, part.Name, part.Arguments.ToString()));
        }

        return calls;
    }

    private void AddFragment(JsonElement fragment)
    {
        var id = Json.Text(fragment, "id");
        var function = Json.Object(fragment, "function");
        var name = Json.Text(function, "name");
        var part = Find(Json.Number(fragment, "index"), id, name);
        part.Id = part.Id.Length == 0 ? id : part.Id;
        part.Name = part.Name.Length == 0 ? name : part.Name;
        if (function.ValueKind == JsonValueKind.Object && function.TryGetProperty("arguments", out var arguments) && arguments.ValueKind != JsonValueKind.Null)
        {
            part.Arguments.Append(arguments.ValueKind == JsonValueKind.String ? arguments.GetString() : arguments.GetRawText());
        }
    }

    // Some services leave the index out, or give every call the same one: a new id together with a name then starts a new call.
    private Part Find(long? index, string id, string name)
    {
        var known = index is null ? _parts.LastOrDefault() : _parts.FindLast(part => part.Index == index);
        var startsNew = known is null || (id.Length > 0 && name.Length > 0 && known.Id.Length > 0 && known.Id != id)
            || (index is null && id.Length == 0 && name.Length > 0);
        if (!startsNew)
        {
            return known!;
        }

        var added = new Part { Index = index ?? (_parts.Count == 0 ? 0 : _parts.Max(part => part.Index) + 1) };
        _parts.Add(added);
        return added;
    }

    private sealed class Part
    {
        public required long Index { get; init; }

        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
