using Isaa.Diagnostics;

namespace Isaa.Models;

/// <summary>All models that can be named. Thread safe.</summary>
public interface IModelCatalog
{
    /// <summary>The model used when nobody names one: the configured one, else the first ready provider's; null when none is ready.</summary>
    string? DefaultModel { get; }

    /// <summary>A model by its <c>provider/model</c> name.</summary>
    /// <exception cref="IsaaException"><c>model_unknown</c> (with the nearest names) or <c>model_not_ready</c> (with what is missing).</exception>
    Model Get(string name);

    /// <summary>The state of every provider: ready, or what is missing. Makes no network call.</summary>
    IReadOnlyList<ModelProviderStatus> List();
}
