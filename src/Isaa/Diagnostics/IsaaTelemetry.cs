using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Isaa.Diagnostics;

/// <summary>The one source of traces and the one meter. Nothing leaves the process unless a host listens to them.</summary>
public static class IsaaTelemetry
{
    /// <summary>The name of both.</summary>
    public const string Name = "Isaa";

    /// <summary>The source of traces.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);
}
