namespace Isaa.Models;

/// <summary>Where models are configured and how calls to them are limited.</summary>
public sealed class ModelOptions
{
    /// <summary>
    /// The folder that may hold <c>models.yaml</c> (providers of one's own), <c>secrets.yaml</c> (keys, readable by its owner only) and
    /// <c>prices.yaml</c> (limits and prices). Default: null, no such files.
    /// </summary>
    public string? HomeFolder { get; set; }

    /// <summary>The file with providers of one's own. Default: null, which means the variable <c>ISAA_MODELS_FILE</c>, else <c>models.yaml</c> in the home folder.</summary>
    public string? ModelsFile { get; set; }

    /// <summary>The model used when nobody names one. Default: null, which means the variable <c>ISAA_MODEL</c>, else the models file, else the first ready provider.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>How an environment variable is read. Default: from this process's environment.</summary>
    public Func<string, string?> ReadVariable { get; set; } = Environment.GetEnvironmentVariable;

    /// <summary>How long one try of a call may take until it is answered in full. Default: 10 minutes.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a service may stay silent before its first byte and between two parts of a streamed answer. Default: 2 minutes.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a call is repeated after a failure that may pass. Default: 4.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>The wait before the first repetition; it doubles each time, and up to half of it is random. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries. A service that asks for more ends the call with that time in its error. Default: 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);
}
