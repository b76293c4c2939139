using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Agents;

internal sealed class AgentRunStatusConverter() : JsonStringEnumConverter<AgentRunStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
