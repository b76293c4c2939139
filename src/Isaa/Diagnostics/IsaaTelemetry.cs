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

    /// <summary>
    /// Whether spans have what was said to and by models, and arguments and results of tools. Counts for the whole process. Default: false, unless the variable
    /// <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c> is <c>true</c>.
    /// </summary>
    public static bool CapturesContent { get; set; } =
        string.Equals(Environment.GetEnvironmentVariable("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"), "true", StringComparison.OrdinalIgnoreCase);
}
