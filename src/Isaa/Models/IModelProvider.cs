using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Models;

/// <summary>Speaks one kind of model API. Registered as a service; thread safe.</summary>
public interface IModelProvider
{
    /// <summary>The kind, as providers of one's own name it, for example <c>openai</c>.</summary>
    string Kind { get; }

    /// <summary>The well-known services that speak it.</summary>
    IReadOnlyList<ProviderDefinition> BuiltIn { get; }

    /// <summary>A client for one model; makes no network call. It must not retry and must throw <see cref="ModelException"/> for every failure of the service.</summary>
    /// <param name="connection">Where and with which key.</param>
    /// <param name="model">The model's name at the service.</param>
    IChatClient Open(ModelConnection connection, string model);
}
