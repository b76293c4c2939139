using System.Text.Json.Serialization;

namespace Isaa.Storage.Tests.Soak;

/// <summary>A job of a long run; the handler does as its sort says.</summary>
internal sealed record SoakWork(string Sort, string Payload)
{
    public const string Plain = "plain";
    public const string Steps = "steps";
    public const string Retry = "retry";
    public const string Snooze = "snooze";
    public const string Parent = "parent";
    public const string Signal = "signal";
}

[JsonSerializable(typeof(SoakWork))]
[JsonSerializable(typeof(string))]
internal sealed partial class SoakJson : JsonSerializerContext;
