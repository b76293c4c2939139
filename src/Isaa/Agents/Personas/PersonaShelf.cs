using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Definitions;

namespace Isaa.Agents.Personas;

/// <summary>The personas there are: saved ones by name and version, and the presets. Thread safe.</summary>
public sealed class PersonaShelf
{
    /// <summary>The kind of definition a persona is.</summary>
    public const string Kind = "persona";

    private readonly DefinitionShelf _shelf;

    /// <summary>Creates the shelf on a store.</summary>
    /// <param name="store">Keeps the definitions.</param>
    public PersonaShelf(IDefinitionStore store) => _shelf = new DefinitionShelf(store, Kind, [.. PersonaPresets.All.Select(p => p.Name)]);

    /// <summary>Saves a persona as its next version; the same content makes none.</summary>
    /// <param name="persona">The persona.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <returns>The version that has this content now.</returns>
    /// <exception cref="Diagnostics.IsaaException"><c>persona_invalid</c> with all errors.</exception>
    public async Task<int> SaveAsync(Persona persona, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(persona);
        PersonaFile.Check(persona);
        var draft = new DefinitionDraft
        {
            Key = new DefinitionKey(tenant, Kind, persona.Name),
            Body = JsonSerializer.SerializeToUtf8Bytes(persona, PersonaJson.Default.Persona),
            Description = persona.Description,
        };
        return (await _shelf.SaveAsync(draft, cancellationToken)).Version;
    }

    /// <summary>A persona by <c>NAME</c> (its newest version, else the preset) or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>persona_unknown</c> with the nearest names, or <c>persona_changed</c>.</exception>
    public async Task<Persona> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var (name, version) = _shelf.Parse(reference);
        return await _shelf.FindAsync(tenant, name, version, cancellationToken) is { } saved ? Read(saved)
            : version is null && PersonaPresets.All.FirstOrDefault(p => p.Name == name) is { } preset ? preset
            : throw await _shelf.UnknownAsync(tenant, name, version, cancellationToken);
    }

    /// <summary>The newest version of each persona and the presets nobody replaced, in the order of their names.</summary>
    /// <param name="tenant">Whose personas.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Persona>> ListAsync(string tenant = "default", CancellationToken cancellationToken = default)
    {
        var saved = (await _shelf.ListAsync(new DefinitionQuery { Tenant = tenant, Kind = Kind, Limit = int.MaxValue }, cancellationToken)).Select(Read).ToList();
        return [.. saved.Concat(PersonaPresets.All.Where(preset => saved.All(own => own.Name != preset.Name))).OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    /// <summary>The newest version of a saved persona; null when it is only a preset or not there.</summary>
    internal async Task<Persona?> FindSavedAsync(string name, string tenant, CancellationToken cancellationToken) =>
        await _shelf.FindAsync(tenant, name, null, cancellationToken) is { } saved ? Read(saved) : null;

    private static Persona Read(DefinitionVersion stored) => JsonSerializer.Deserialize(stored.Body.Span, PersonaJson.Default.Persona)!;
}
