using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Functions.Proof;

/// <summary>What a trial tries to get at.</summary>
/// <param name="Canary">A file outside.</param>
/// <param name="Places">Folders that cannot be written.</param>
/// <param name="Port">A listener on loopback.</param>
internal sealed record TrialInput(string Canary, IReadOnlyList<string> Places, int Port);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TrialInput))]
internal sealed partial class TrialJson : JsonSerializerContext;
