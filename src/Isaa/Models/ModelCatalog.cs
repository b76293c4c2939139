using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Models.Limits;
using Isaa.Models.Providers;
using Isaa.Models.Retry;
using Isaa.Models.Scripted;
using Isaa.Models.Tracing;
using Microsoft.Extensions.Logging;

namespace Isaa.Models;

/// <summary>Finds models by name, opens their clients once and keeps them until their key, address or limits change.</summary>
internal sealed class ModelCatalog : IModelCatalog
{
    /// <summary>The provider whose models are playbooks.</summary>
    public const string Scripted = "scripted";

    private static readonly ModelPrice Free = new() { InputPerMillion = 0, OutputPerMillion = 0 };

    private readonly ModelOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RetryingChatClient> _logger;
    private readonly ProviderDirectory _providers;
    private readonly LimitTable _limits;
    private readonly PlaybookLibrary _playbooks;
    private readonly ConcurrentDictionary<string, (ProviderState State, ModelLimits Limits, Model Model)> _open = new(StringComparer.Ordinal);

    public ModelCatalog(ModelOptions options, IEnumerable<IModelProvider> kinds, TimeProvider time, ILogger<RetryingChatClient> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _providers = new ProviderDirectory(options, kinds);
        _limits = new LimitTable(_providers.InHome("prices.yaml"));
        _playbooks = new PlaybookLibrary(time);
    }

    public string? DefaultModel =>
        _providers.DefaultModel
        ?? (_providers.List().FirstOrDefault(state => state.IsDefaultCandidate)?.Definition is { } definition ? $"{definition.Name}/{definition.DefaultModel}" : null);

    public Model Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == name.Length - 1 || name.Any(char.IsControl))
        {
            throw Unknown(name, "A model's name is provider/model, for example openai/gpt-4o.");
        }

        var provider = name[..slash];
        var model = name[(slash + 1)..];
        if (provider == Scripted)
        {
            return Playbook(model);
        }

        var state = _providers.List().FirstOrDefault(candidate => candidate.Definition.Name == provider)
            ?? throw Unknown(name, $"There is no provider '{provider}'; a service of one's own goes into {_providers.FileName}.");
        return state.Missing is null
            ? Open(name, model, state)
            : throw new IsaaException("model_not_ready", $"{name} cannot be called. {state.Missing}");
    }

    public IReadOnlyList<ModelProviderStatus> List() =>
    [
        .. _providers.List().Select(state => new ModelProviderStatus
        {
            Provider = state.Definition.Name,
            IsReady = state.Missing is null,
            Note = state.Missing ?? ReadyNote(state),
            KnownModels = KnownModels(state.Definition),
        }),
        new ModelProviderStatus
        {
            Provider = Scripted,
            IsReady = true,
            Note = "Playbooks (scripted/FILE): each plays a fixed script and is not a language model.",
            KnownModels = [.. PlaybookLibrary.BuiltIn.Select(playbook => $"{Scripted}/{playbook}")],
        },
    ];

    private Model Playbook(string playbook)
    {
        var (fullName, client) = _playbooks.Open(playbook);
        return new Model { Name = fullName, Client = new TracedChatClient(client, $"{Scripted}/{playbook}", null, _time), Price = Free, IsScripted = true };
    }

    private Model Open(string name, string model, ProviderState state)
    {
        var limits = FindLimits(name, model, state.Definition);
        if (_open.TryGetValue(name, out var open) && open.State == state && open.Limits == limits)
        {
            return open.Model;
        }

        var connection = new ModelConnection
        {
            Provider = state.Definition.Name,
            Address = state.Definition.Address,
            Key = state.Key,
            CallTimeout = _options.CallTimeout,
            SilenceTimeout = _options.SilenceTimeout,
        };
        var retrying = new RetryingChatClient(_providers.Kind(state.Definition).Open(connection, model), name, _options, _time, _logger);
        var client = new TracedChatClient(retrying, name, connection.Address, _time);
        var opened = new Model { Name = name, Client = client, ContextTokens = limits.ContextTokens, OutputTokens = limits.OutputTokens, Price = limits.Price };
        _open[name] = (state, limits, opened);
        return opened;
    }

    private ModelLimits FindLimits(string name, string model, ProviderDefinition definition)
    {
        var limits = definition.Models.GetValueOrDefault(model) ?? _limits.Find(name);
        return definition.IsFree ? limits with { Price = Free } : limits;
    }

    private static string ReadyNote(ProviderState state)
    {
        var definition = state.Definition;
        return definition.IsAssumed
            ? $"Assumed at {definition.Address}, not checked; used without being named only when {definition.AddressVariable} is set."
            : $"{definition.Address}{(state.Key is null ? ", no key" : $", key from {definition.KeyVariable}")}.";
    }

    private IReadOnlyList<string> KnownModels(ProviderDefinition definition)
    {
        var prefix = definition.Name + "/";
        var known = definition.Models.Keys.Select(model => prefix + model)
            .Concat(_limits.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
        return [.. (definition.DefaultModel is { } preferred ? known.Prepend(prefix + preferred) : known).Distinct()];
    }

    private IsaaException Unknown(string name, string reason)
    {
        var known = List().SelectMany(status => status.KnownModels.Append(status.Provider + "/")).ToList();
        var tail = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var sameTail = known.Where(candidate => tail.Length > 0 && candidate.EndsWith("/" + tail, StringComparison.OrdinalIgnoreCase)).ToList();
        var near = sameTail.Count > 0 ? sameTail : NearestNames.Of(name, known);
        var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near.Take(3))}?" : $" Providers: {string.Join(", ", List().Select(status => status.Provider))}.";
        return new IsaaException("model_unknown", $"Unknown model '{name}'. {reason}{hint}");
    }
}
