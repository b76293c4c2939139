using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Diagnostics;

namespace Isaa.Agents.Memory;

/// <summary>How what an agent keeps in mind is written as JSON in a store.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentInternalState))]
public sealed partial class AgentStateJson : JsonSerializerContext
{
    /// <summary>Reads what was written.</summary>
    /// <exception cref="IsaaException"><c>agent_state_unreadable</c>.</exception>
    public static AgentInternalState Read(string agent, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.AgentInternalState)!;
        }
        catch (JsonException e)
        {
            throw new IsaaException("agent_state_unreadable", $"What agent '{agent}' keeps in mind cannot be read from the store: {e.Message}", e);
        }
    }
}
