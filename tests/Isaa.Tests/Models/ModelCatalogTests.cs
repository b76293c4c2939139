using Isaa.Diagnostics;
using Isaa.Models;

namespace Isaa.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly ModelBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Without_any_setting_nothing_is_the_default_and_each_provider_says_what_is_missing()
    {
        var catalog = _bed.Open();

        Assert.Null(catalog.DefaultModel);
        Assert.Equal(["ollama", "lmstudio", "vllm", "scripted"], catalog.List().Where(status => status.IsReady).Select(status => status.Provider));
        Assert.All(["openai", "openrouter", "mistral", "groq", "deepseek"], name => Assert.Contains(catalog.List(), status => status.Provider == name && !status.IsReady));
        Assert.Contains("OPENAI_API_KEY", catalog.List()[0].Note, StringComparison.Ordinal);
        Assert.Contains(_bed.Home["secrets.yaml"], catalog.List()[0].Note, StringComparison.Ordinal);
        Assert.Contains("OLLAMA_HOST", catalog.List().Single(status => status.Provider == "ollama").Note, StringComparison.Ordinal);
        Assert.Contains("not a language model", catalog.List()[^1].Note, StringComparison.Ordinal);
        Assert.Contains("scripted/demo", catalog.List()[^1].KnownModels);
        Assert.Contains("OPENAI_API_KEY", Fails(catalog, "openai/gpt-4o", "model_not_ready"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_makes_its_provider_the_default()
    {
        _bed.Environment["OPENROUTER_API_KEY"] = "k-1";
        var catalog = _bed.Open();

        Assert.StartsWith("openrouter/", catalog.DefaultModel, StringComparison.Ordinal);
        Assert.Equal("openrouter/anthropic/claude-sonnet-4", catalog.Get("openrouter/anthropic/claude-sonnet-4").Name);
    }

    [Fact]
    public void The_configured_default_comes_before_all()
    {
        _bed.Environment["OPENAI_API_KEY"] = "k-1";
        _bed.Write("models.yaml", "defaultModel: openai/from-file");
        Assert.Equal("openai/from-file", _bed.Open().DefaultModel);
        _bed.Environment["ISAA_MODEL"] = "openai/from-variable";
        Assert.Equal("openai/from-variable", _bed.Open().DefaultModel);
        _bed.Options.DefaultModel = "openai/from-options";
        Assert.Equal("openai/from-options", _bed.Open().DefaultModel);
    }

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("opnai/gpt-4o", "openai/gpt-4o")]
    [InlineData("scripted/dmeo", "demo")]
    [InlineData("openai/", "provider/model")]
    [InlineData("", "Providers: openai")]
    [InlineData("zzzzzzzzzzzzzzzzz/x", "Providers: openai")]
    public void An_unknown_name_offers_the_nearest(string name, string offered) =>
        Assert.Contains(offered, Fails(_bed.Open(), name, "model_unknown"), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1:9999", "http://127.0.0.1:9999/v1")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/v1")]
    [InlineData(":8080", "http://127.0.0.1:8080/v1")]
    [InlineData("box.lan", "http://box.lan:11434/v1")]
    [InlineData("https://box.lan", "https://box.lan/v1")]
    [InlineData("http://box.lan:1234/", "http://box.lan:1234/v1")]
    [InlineData("http://[::]:5", "http://127.0.0.1:5/v1")]
    public void The_address_of_ollama_is_read_as_ollama_reads_it(string host, string address)
    {
        _bed.Environment["OLLAMA_HOST"] = host;
        var catalog = _bed.Open();

        Assert.Contains(address + ",", catalog.List().Single(status => status.Provider == "ollama").Note, StringComparison.Ordinal);
        Assert.StartsWith("ollama/", catalog.DefaultModel, StringComparison.Ordinal);
        Assert.Equal(0m, catalog.Get("ollama/anything").Price!.Cost(1000, 1000));
    }

    [Fact]
    public void A_provider_of_ones_own_has_its_address_limits_and_price()
    {
        _bed.Environment["MINE_KEY"] = "k-1";
        _bed.Write("models.yaml", """
            providers:
              mine:
                address: https://models.example.org/v1
                keyVariable: MINE_KEY
                defaultModel: org/big
                models:
                  org/big: { contextTokens: 1000, outputTokens: 100, inputPerMillion: 2, outputPerMillion: 4, cachedInputPerMillion: 1 }
            """);
        var catalog = _bed.Open();
        var model = catalog.Get("mine/org/big");

        Assert.Equal("mine/org/big", catalog.DefaultModel);
        Assert.Equal((1000, 100), (model.ContextTokens!.Value, model.OutputTokens!.Value));
        Assert.Equal((1_000_000m * 2 + 1_000_000m * 1 + 1_000_000m * 4) / 1_000_000m, model.Price!.Cost(2_000_000, 1_000_000, 1_000_000));
        Assert.Null(catalog.Get("mine/other").Price);
    }

    [Fact]
    public void A_change_of_the_files_is_seen_without_a_restart()
    {
        var catalog = _bed.Open();
        Assert.Null(catalog.DefaultModel);
        _bed.Write("models.yaml", "providers: { mine: { address: 'http://127.0.0.1:1/v1', defaultModel: a } }");
        Assert.Equal("mine/a", catalog.DefaultModel);
        var first = catalog.Get("mine/a");
        Assert.Same(first, catalog.Get("mine/a"));
        _bed.Write("prices.yaml", "models: { mine/a: { contextTokens: 77 } }");
        Assert.Equal(77, catalog.Get("mine/a").ContextTokens);
    }

    [Fact]
    public void A_key_is_not_sent_in_the_open_to_another_machine_unless_that_is_allowed()
    {
        _bed.Environment["MINE_KEY"] = "k-1";
        _bed.Write("models.yaml", "providers: { mine: { address: 'http://box.lan/v1', keyVariable: MINE_KEY } }");
        Assert.Contains("plainHttp", Fails(_bed.Open(), "mine/a", "model_not_ready"), StringComparison.Ordinal);
        _bed.Write("models.yaml", "providers: { mine: { address: 'http://box.lan/v1', keyVariable: MINE_KEY, plainHttp: true } }");
        Assert.Equal("mine/a", _bed.Open().Get("mine/a").Name);
    }

    [Theory]
    [InlineData("providers: { mine: { adress: 'http://127.0.0.1/v1' } }", "Did you mean address?")]
    [InlineData("providers: { mine: { address: 'ftp://x' } }", "base address such as")]
    [InlineData("providers: { mine: { address: 'https://user:pw@x/v1' } }", "without user name")]
    [InlineData("providers: { scripted: { address: 'https://x/v1' } }", "cannot be a provider's name")]
    [InlineData("providers: { mine: { address: 'https://x/v1', kind: soap } }", "one of: openai")]
    [InlineData("providers: { mine: { address: 'https://x/v1', models: { a: { inputPerMillion: 1 } } } }", "needs both")]
    public void A_malformed_models_file_says_what_would_be_right(string text, string says)
    {
        var path = _bed.Write("models.yaml", text);

        var failure = Assert.Throws<IsaaException>(_bed.Open().List);

        Assert.Equal("models_file_invalid", failure.Code);
        Assert.StartsWith($"{path}:1: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_models_file_that_was_named_and_is_missing_is_an_error()
    {
        _bed.Environment["ISAA_MODELS_FILE"] = _bed.Home["elsewhere.yaml"];

        Assert.Contains("elsewhere.yaml", Assert.Throws<IsaaException>(_bed.Open().List).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai/gpt-4o", 2.50, 128000)]
    [InlineData("openai/gpt-4o-2024-08-06", 2.50, 128000)]
    [InlineData("openrouter/openai/gpt-4o", 2.50, 128000)]
    [InlineData("openrouter/openai/gpt-4o-2024-08-06", 2.50, 128000)]
    [InlineData("openrouter/anthropic/claude-sonnet-4.5", 3.00, 200000)]
    [InlineData("openrouter/openai/gpt-4o:free", 0, 128000)]
    public void A_price_is_found_behind_a_router_and_for_a_dated_version(string name, decimal input, int context)
    {
        _bed.Environment["OPENAI_API_KEY"] = _bed.Environment["OPENROUTER_API_KEY"] = "k-1";
        var model = _bed.Open().Get(name);

        Assert.Equal((input, context), (model.Price!.InputPerMillion, model.ContextTokens!.Value));
    }

    [Theory]
    [InlineData("openai/gpt-99")]
    [InlineData("openrouter/nobody/knows")]
    public void A_price_that_nobody_knows_is_null(string name)
    {
        _bed.Environment["OPENAI_API_KEY"] = _bed.Environment["OPENROUTER_API_KEY"] = "k-1";

        Assert.Null(_bed.Open().Get(name).Price);
    }

    [Fact]
    public void A_playbook_is_free_says_what_it_is_and_has_its_whole_path_as_name()
    {
        var path = _bed.Write("mine.yaml", "turns: [{ say: hello }]");
        var model = _bed.Open().Get("scripted/" + path);

        Assert.True(model.IsScripted);
        Assert.Equal("scripted/" + path, model.Name);
        Assert.Equal(0m, model.Price!.Cost(1000, 1000));
        Assert.Contains("mine.yaml", Fails(_bed.Open(), $"scripted/{_bed.Home["mien.yaml"]}", "model_unknown"), StringComparison.Ordinal);
    }

    private static string Fails(IModelCatalog catalog, string name, string code)
    {
        var failure = Assert.Throws<IsaaException>(() => catalog.Get(name));
        Assert.Equal(code, failure.Code);
        return failure.Message;
    }
}
