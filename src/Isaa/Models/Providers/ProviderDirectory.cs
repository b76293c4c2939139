using Isaa.Diagnostics;
using Isaa.Models.Keys;
using Isaa.Schemas.Yaml;

namespace Isaa.Models.Providers;

/// <summary>All providers: those of the models file first, then the well-known ones. Thread safe.</summary>
internal sealed class ProviderDirectory
{
    private readonly ModelOptions _options;
    private readonly IReadOnlyList<IModelProvider> _kinds;
    private readonly KeySource _keys;
    private readonly YamlFile<ProvidersFile> _file;
    private readonly string? _path;
    private readonly bool _isPathExplicit;

    public ProviderDirectory(ModelOptions options, IEnumerable<IModelProvider> kinds)
    {
        _options = options;
        _kinds = [.. kinds];
        var named = options.ModelsFile ?? Given(options.ReadVariable("ISAA_MODELS_FILE"));
        _isPathExplicit = named is not null;
        _path = named ?? InHome("models.yaml");
        _file = new(_path, text => ProvidersFile.Parse(text, _path!, _kinds), ProvidersFile.Empty);
        _keys = new(options.ReadVariable, InHome("secrets.yaml"));
    }

    /// <summary>Where a provider of one's own is written down, for messages.</summary>
    public string FileName => _path ?? "the file named by ISAA_MODELS_FILE";

    public string? DefaultModel => _options.DefaultModel ?? Given(_options.ReadVariable("ISAA_MODEL")) ?? File().DefaultModel;

    public IReadOnlyList<ProviderState> List()
    {
        var own = File().Providers;
        var builtIn = _kinds.SelectMany(kind => kind.BuiltIn).Where(known => own.All(mine => mine.Name != known.Name));
        return [.. own.Concat(builtIn).Select(State)];
    }

    public IModelProvider Kind(ProviderDefinition definition) => _kinds.First(kind => kind.Kind == definition.Kind);

    public string? InHome(string name) => _options.HomeFolder is { } home ? Path.Combine(home, name) : null;

    private ProvidersFile File() =>
        _isPathExplicit && !System.IO.File.Exists(_path)
            ? throw new IsaaException(ProvidersFile.InvalidCode, $"The models file {_path} does not exist; it is named by ISAA_MODELS_FILE or the options.")
            : _file.Read();

    private ProviderState State(ProviderDefinition definition)
    {
        try
        {
            var addressed = WithAddress(definition);
            return new ProviderState { Definition = addressed, Key = FindKey(addressed, out var missing), Missing = missing };
        }
        catch (IsaaException exception)
        {
            return new ProviderState { Definition = definition, Missing = exception.Message };
        }
    }

    private ProviderDefinition WithAddress(ProviderDefinition definition)
    {
        if (definition.AddressVariable is null || Given(_options.ReadVariable(definition.AddressVariable)) is not { } text)
        {
            return definition;
        }

        var isAddress = definition.HostPort is { } port
            ? ServiceAddress.TryParseHost(text, port, out var address)
            : ServiceAddress.TryParse(text, out address);
        return isAddress
            ? definition with { Address = address!, IsAssumed = false }
            : throw new IsaaException("model_not_ready", $"{definition.AddressVariable} does not hold an address such as {definition.Address}.");
    }

    private ModelKey? FindKey(ProviderDefinition definition, out string? missing)
    {
        missing = null;
        if (definition.KeyVariable is not { } variable)
        {
            return null;
        }

        var key = _keys.Find(variable);
        if (key is null && !definition.Address.IsLoopback)
        {
            missing = $"No key: {_keys.Remedy(variable)}.";
        }
        else if (key is not null && ServiceAddress.IsExposed(definition.Address) && !definition.AllowsPlainHttp)
        {
            missing = $"{definition.Address} is not encrypted and the key would travel in the open: use https, or allow it with `plainHttp: true` for {definition.Name} in {FileName}.";
            key = null;
        }

        return key;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
