using System.Text.Json;
using Isaa.Definitions;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Functions.Support;

/// <summary>Functions on a SQLite file of their own, whose calls and checks the test plays.</summary>
public sealed class StoredFunctionBed : IAsyncDisposable, IFunctionRunner, IFunctionChecker
{
    private readonly TestEngine _engine;
    private int _calls;

    public StoredFunctionBed(FunctionStoreOptions? options = null, TimeProvider? time = null)
    {
        _engine = TestEngine.Create(
            (_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()),
            time,
            services => services.AddSingleton<IFunctionRunner>(this).AddSingleton<IFunctionChecker>(this).AddFunctionStore(options));
    }

    public FunctionStore Store => _engine.Get<FunctionStore>();

    public FunctionExecutor Executor => _engine.Get<FunctionExecutor>();

    public IFunctionLog Log => _engine.Get<IFunctionLog>();

    public TestEngine Engine => _engine;

    /// <summary>How many calls were made.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What calls give; by default the number in <c>x</c>, doubled.</summary>
    public Func<FunctionCall, CancellationToken, Task<FunctionResult>> Play { get; set; } = (call, _) => Task.FromResult(Gives((call.Input.GetProperty("x").GetInt32() * 2).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What checks find; by default nothing.</summary>
    public IReadOnlyList<FunctionFinding> Findings { get; set; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static FunctionDefinition Twice { get; } = new()
    {
        Name = "twice",
        Description = "Doubles a number",
        Language = FunctionLanguage.Python,
        Code = "def twice(x):\n    return x * 2\n",
        Tags = ["number"],
    };

    public static FunctionResult Gives(string json) => new()
    {
        Outcome = FunctionOutcome.Completed,
        Output = JsonElement.Parse(json),
        Usage = new FunctionUsage { Duration = TimeSpan.FromMilliseconds(3), PeakMemoryBytes = 1_000, OutputBytes = json.Length },
    };

    public static FunctionResult Fails(FunctionOutcome outcome, string kind = "ValueError") => new()
    {
        Outcome = outcome,
        Error = new FunctionError { Kind = kind, Message = "no good", Line = 2, Column = 5 },
        Usage = new FunctionUsage { Duration = TimeSpan.FromMilliseconds(3) },
    };

    public static JsonElement Input(int x) => JsonElement.Parse($$"""{"x":{{x}}}""");

    public async Task<FunctionVersion> SaveAsync(FunctionDefinition? definition = null, bool isAccepted = true)
    {
        var saved = await Store.SaveAsync(definition ?? Twice, cancellationToken: Cancellation);
        return isAccepted ? await DecideAsync(saved, isAccepted: true) : saved;
    }

    public Task<FunctionVersion> DecideAsync(FunctionVersion version, bool isAccepted) =>
        Store.DecideAsync(version, new DefinitionDecision { IsAccepted = isAccepted, By = "eva" }, Cancellation);

    public Task<FunctionExecution> RunAsync(string function = "twice", int x = 2, string? key = null) =>
        Executor.RunAsync(new FunctionRequest { Function = function, Input = Input(x), IdempotencyKey = key }, Cancellation);

    public Task<IReadOnlyList<FunctionExecution>> LogAsync() => Log.ListAsync(new FunctionExecutionQuery(), Cancellation);

    Task<FunctionResult> IFunctionRunner.RunAsync(FunctionCall call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Play(call, cancellationToken);
    }

    Task<IReadOnlyList<FunctionFinding>> IFunctionChecker.CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken) => Task.FromResult(Findings);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
