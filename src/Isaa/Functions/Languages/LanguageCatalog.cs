namespace Isaa.Functions.Languages;

/// <summary>The languages there are.</summary>
internal sealed class LanguageCatalog(IEnumerable<ILanguage> languages)
{
    private readonly Dictionary<FunctionLanguage, ILanguage> _all = languages.ToDictionary(static language => language.Language);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<ILanguage> All => _all.Values;

    /// <summary>One of them.</summary>
    public ILanguage Get(FunctionLanguage language) => _all[language];
}
