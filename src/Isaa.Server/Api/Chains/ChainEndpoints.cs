using Isaa.Chains;
using Isaa.Chains.Building;
using Isaa.Chains.Drawing;
using Isaa.Chains.Durable;
using Isaa.Chains.Storing;
using Isaa.Chains.Text;
using Isaa.Chains.Values;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Protocol;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Chains.Storing;
using Isaa.Protocol.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Chains;

internal static class ChainEndpoints
{
    private const int LongestNote = 1000;

    public static void MapChains(this IEndpointRouteBuilder app)
    {
        app.MapGet("/chains", ListAsync).WithSummary("The newest version of each chain; 'text' finds words in name, description and tags");
        app.MapPost("/chains", AddAsync).WithSummary("Saves a chain from its text, or a new version of it");
        app.MapPost("/chains/check", CheckAsync).WithSummary("Finds all that is wrong with a chain, without saving it");
        app.MapPost("/chains/graph", Draw).WithSummary("Draws a chain that is not saved");
        app.MapGet("/chains/fitting", FindFittingAsync).WithSummary("The chains that fit a task best, accepted ones unless 'all' is true");
        app.MapGet("/chains/{name}", GetAsync).WithSummary("A chain with its text; NAME or NAME@VERSION");
        app.MapDelete("/chains/{name}", DeleteAsync).WithSummary("Deletes a chain with all its versions; runs that have begun go on");
        app.MapGet("/chains/{name}/versions", ListVersionsAsync).WithSummary("All versions of a chain, newest first");
        app.MapGet("/chains/{name}/graph", DrawStoredAsync).WithSummary("Draws a stored chain; NAME or NAME@VERSION");
        app.MapGet("/chains/{name}/diff", DiffAsync).WithSummary("What changed between two versions; the last change unless 'from' and 'to' say otherwise");
        app.MapPost("/chains/{name}/rollback", RollbackAsync).WithSummary("Makes an earlier version the newest again, as a new version");
        app.MapPost("/chains/{name}/runs", StartAsync).WithSummary("Starts a run of an accepted chain; it is on disk when this returns, and a worker does it");
        app.MapGet("/jobs/{id}/chain", DrawRunAsync).WithSummary("Draws the chain of a run, with what happened at each node so far");
        app.MapPost("/jobs/{id}/chain/signals", SignalAsync).WithSummary("Tells the chain of a run the answer to an approval, or the data of a signal, that it waits for or will");
        app.MapPost("/chains/{name}/decision", DecideAsync).WithSummary("Accepts or refuses a version; NAME or NAME@VERSION");
    }

    private static async Task<ChainPage> ListAsync(ChainStore chains, string? text, string? tag, CancellationToken cancellationToken)
    {
        var query = new DefinitionQuery { Tenant = "default", Kind = ChainStore.Kind, Text = text, Tag = string.IsNullOrEmpty(tag) ? null : tag };
        return new ChainPage { Chains = [.. (await chains.ListAsync(query, cancellationToken)).Select(ChainViews.View)] };
    }

    private static async Task<Created<ChainDetailView>> AddAsync(AddChain request, ChainStore chains, CancellationToken cancellationToken)
    {
        var saved = await chains.SaveAsync(
            new ChainDraft
            {
                Name = request.Name ?? throw new IsaaException("chain_invalid", "'name' is missing; a chain that is saved has one."),
                Text = request.Text,
                Description = request.Description,
                Tags = request.Tags,
                SavedBy = request.SavedBy,
                AllowUnknown = request.AllowUnknown,
            },
            cancellationToken);
        return TypedResults.Created($"/api/v1/chains/{saved.Name}", await DetailAsync(chains, saved, cancellationToken));
    }

    private static async Task<ChainFindings> CheckAsync(AddChain request, ChainStore chains, CancellationToken cancellationToken) =>
        new() { Findings = ChainViews.View(await chains.CheckAsync(request.Text, request.Name, cancellationToken: cancellationToken)) };

    private static ChainGraph Draw(AddChain request) => ChainGraphs.Of(ChainText.Parse(request.Text, request.Name));

    private static async Task<ChainFits> FindFittingAsync(ChainStore chains, string? task, bool? all, CancellationToken cancellationToken)
    {
        var fits = await chains.FindFittingAsync(task ?? "", onlyAccepted: all != true, cancellationToken: cancellationToken);
        return new ChainFits { Fits = [.. fits.Select(fit => new ChainFitView(ChainViews.View(fit.Chain), fit.Score))] };
    }

    private static async Task<ChainDetailView> GetAsync(ChainStore chains, string name, CancellationToken cancellationToken) =>
        await DetailAsync(chains, await chains.GetAsync(name, cancellationToken: cancellationToken), cancellationToken);

    private static async Task<DeletedDefinition> DeleteAsync(ChainStore chains, string name, CancellationToken cancellationToken) =>
        new(await chains.DeleteAsync(name, cancellationToken: cancellationToken));

    private static async Task<ChainPage> ListVersionsAsync(ChainStore chains, string name, CancellationToken cancellationToken) =>
        new() { Chains = [.. (await chains.ListVersionsAsync(name, cancellationToken: cancellationToken)).Select(ChainViews.View)] };

    private static async Task<ChainGraph> DrawStoredAsync(ChainStore chains, string name, CancellationToken cancellationToken) =>
        ChainGraphs.Of((await chains.GetAsync(name, cancellationToken: cancellationToken)).ToChain());

    private static async Task<ChainDiff> DiffAsync(ChainStore chains, string name, string? from, string? to, CancellationToken cancellationToken) =>
        new(await chains.DiffAsync(name, ReadVersion("from", from), ReadVersion("to", to), cancellationToken: cancellationToken));

    private static async Task<ChainDetailView> RollbackAsync(ChainStore chains, string name, RollbackChain request, CancellationToken cancellationToken) =>
        await DetailAsync(chains, await chains.RollbackAsync(name, request.Version, request.SavedBy, cancellationToken: cancellationToken), cancellationToken);

    private static async Task<Created<StartedRun>> StartAsync(
        ChainStore chains, FlowChains runs, JobQueue queue, string name, StartChain request, CancellationToken cancellationToken)
    {
        var options = new ChainStartOptions
        {
            Id = request.Id is null ? null : ApiInput.ReadNewId(request.Id),
            Folder = request.Folder,
            Session = request.Session,
        };
        var input = ChainValue.Of(request.Input);
        var id = request.AcceptOnce
            ? await runs.StartAsync((await chains.GetAsync(name, cancellationToken: cancellationToken)).ToChain(), input, options, cancellationToken)
            : await runs.StartAsync(name, input, options, cancellationToken);
        var job = await JobEndpoints.FindAsync(queue, id.ToString(), cancellationToken);
        return TypedResults.Created($"/api/v1/jobs/{id}", new StartedRun { Job = JobViews.View(job.Job) });
    }

    private static Task<ChainGraph> DrawRunAsync(FlowChains runs, string id, CancellationToken cancellationToken) =>
        runs.DrawAsync(ApiInput.ReadJobId(id), cancellationToken);

    private static async Task<ChainSignalled> SignalAsync(FlowChains runs, string id, SignalChain request, CancellationToken cancellationToken)
    {
        var run = ApiInput.ReadJobId(id);
        if (request.Approved is null == request.Value is null)
        {
            throw new IsaaException("signal_invalid", "Say either 'approved', the answer to an approval, or 'value', the data of a signal.");
        }

        var result = request.Approved is { } approved
            ? await runs.ApproveAsync(run, request.Name, new ChainApproval { Approved = approved, Reason = request.Reason }, request.Id, cancellationToken)
            : await runs.SignalAsync(run, request.Name, ChainValue.Of(request.Value!.Value), request.Id, cancellationToken);
        return new ChainSignalled(result switch
        {
            SignalResult.Woke => "woke",
            SignalResult.Kept => "kept",
            SignalResult.Duplicate => "duplicate",
            SignalResult.JobEnded => "ended",
            _ => throw new IsaaException("run_unknown", $"There is no run {id} of a chain."),
        });
    }

    private static async Task<ChainDetailView> DecideAsync(ChainStore chains, string name, DecideChain request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.By))
        {
            throw new IsaaException("decision_invalid", "'by' is empty; it says who decides.");
        }

        if (request.Note is { Length: > LongestNote })
        {
            throw new IsaaException("decision_invalid", $"The note has {request.Note.Length} characters; at most {LongestNote} are kept.");
        }

        var seen = await chains.GetAsync(name, cancellationToken: cancellationToken);
        var decided = await chains.DecideAsync(
            seen with { Hash = request.Hash }, new DefinitionDecision { IsAccepted = request.Accept, By = request.By, Note = request.Note ?? "" }, cancellationToken);
        return await DetailAsync(chains, decided, cancellationToken);
    }

    private static async Task<ChainDetailView> DetailAsync(ChainStore chains, ChainVersion chain, CancellationToken cancellationToken) => new()
    {
        Chain = ChainViews.View(chain),
        Text = chain.Text,
        Uses = ChainViews.View(ChainUses.Of(chain.ToChain())),
        Findings = ChainViews.View(await chains.CheckAsync(chain.Text, chain.Name, chain.Tenant, cancellationToken)),
    };

    private static int? ReadVersion(string name, string? text) => string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) && version > 0 ? version
        : throw new IsaaException("number_invalid", $"'{name}' is '{ApiInput.Shorten(text)}'; a version is a number from 1.");
}
