using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Tests.Postgres;

public sealed class ServerAbsenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);
    private static readonly IOException Cut = new("cut");
    private readonly TestTime _time = new();

    [Fact]
    public void A_connection_that_was_cut_is_no_absence_when_the_next_comes_about()
    {
        using var absence = New();
        absence.End();
        for (var cut = 0; cut < 3; cut++)
        {
            Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
            Assert.False(absence.WasWithin(Patience));
            absence.End();
        }

        Assert.False(absence.WasWithin(Patience));
    }

    [Fact]
    public void A_server_that_cannot_be_reached_again_is_away_and_was_for_a_while_after_it_came_back()
    {
        using var absence = New();
        absence.End();
        Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
        Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
        Assert.True(absence.WasWithin(TimeSpan.Zero));

        absence.End();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(absence.WasWithin(TimeSpan.FromSeconds(11)));
        Assert.False(absence.WasWithin(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_server_that_never_answered_is_waited_for_only_as_long_as_first_callers_wait()
    {
        using var absence = New();
        Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
        _time.Advance(FirstPatience);
        Assert.False(absence.WaitToRetry(Cut, absence.Begin()));

        absence.End();
        Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
        _time.Advance(FirstPatience);
        Assert.True(absence.WaitToRetry(Cut, absence.Begin()));
        _time.Advance(Patience);
        Assert.False(absence.WaitToRetry(Cut, absence.Begin()));
    }

    [Fact]
    public void A_call_that_is_cut_at_each_try_is_given_up_although_the_server_answers_others()
    {
        using var absence = New();
        absence.End();
        var began = absence.Begin();
        for (var elapsed = TimeSpan.Zero; elapsed < Patience; elapsed += TimeSpan.FromSeconds(10))
        {
            Assert.True(absence.WaitToRetry(Cut, began));
            absence.End();
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.False(absence.WaitToRetry(Cut, began));
    }

    private ServerAbsence New() => new(_time, Patience, FirstPatience, "store", NullLogger.Instance);
}
