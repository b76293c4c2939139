using System.Text.Json.Serialization;

namespace Isaa.Jobs.Logs;

/// <summary>How plain progress is written.</summary>
[JsonSerializable(typeof(double))]
internal sealed partial class ProgressJson : JsonSerializerContext;
