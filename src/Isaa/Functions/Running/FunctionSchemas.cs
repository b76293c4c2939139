using Isaa.Schemas;

namespace Isaa.Functions.Running;

/// <summary>What a function takes and returns; null where anything is accepted.</summary>
internal sealed record FunctionSchemas(JsonSchema? Input, JsonSchema? Output);
